/**
 * Thousands of nodes in virtual time, and the experiments of the Chord papers: {@link
 * dev.quiver.dht.simulation.Network} runs the same {@link dev.quiver.dht.core.ChordNode} as the
 * broker does, from one seed; {@code PathLength}, {@code Load}, {@code MassFailure} and {@code
 * Churn} are the experiments, {@link dev.quiver.dht.simulation.Paper} has the papers' figures.
 *
 * <p>The simulator of the messaging module's tests checks every step and keeps a trace; this one
 * keeps nothing, so that millions of lookups fit into a minute.
 */
@NullMarked
package dev.quiver.dht.simulation;

import org.jspecify.annotations.NullMarked;
