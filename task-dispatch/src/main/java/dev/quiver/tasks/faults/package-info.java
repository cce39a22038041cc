/**
 * Failures on purpose, for demonstrations: {@link dev.quiver.tasks.faults.SimulatedFaults} says
 * which, {@link dev.quiver.tasks.faults.FaultyHandler} commits them.
 */
@NullMarked
package dev.quiver.tasks.faults;

import org.jspecify.annotations.NullMarked;
