/**
 * The broker's side of Quiver: everything that makes an Apache Artemis broker the one thing the
 * roles share.
 *
 * <p>The broker is described once, in {@code broker.xml}; the values that differ between profiles
 * come in by property substitution. {@code QuiverBroker} runs it embedded, the container and the
 * tests run the same. A broker plugin of ours guards what Artemis' own settings cannot say (sizes,
 * queue names, keys, who may claim to speak for a submitter) and sweeps what nobody uses any more.
 * Users live in files that can be changed while the broker runs.
 */
@NullMarked
package dev.quiver.broker;

import org.jspecify.annotations.NullMarked;
