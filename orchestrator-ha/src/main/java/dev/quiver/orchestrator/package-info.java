/**
 * Dispatch with an orchestrator: assignment within each worker's credit, failure detection,
 * reassignment, failover by the leadership token, and the ledger that answers what became of a
 * task. It builds on {@code dev.quiver.tasks} and is the only feature that builds on another.
 *
 * <p>This package is the vocabulary. What an orchestrator learns is an {@link
 * dev.quiver.orchestrator.Event}, what it wants done an {@link dev.quiver.orchestrator.Effect}; an
 * effect that changes where a task is, or what is recorded, is a {@link
 * dev.quiver.orchestrator.Move} and becomes part of one broker transaction. {@link
 * dev.quiver.orchestrator.StateEntry} is what a leader leaves on the broker for the next one,
 * {@link dev.quiver.orchestrator.Notice} what people are told.
 *
 * <ul>
 *   <li>{@code core}: the step function and its parts, with no thread, clock, randomness or JMS
 *   <li>{@code schedule}: periodic tasks, cron and firing ids
 *   <li>{@code ledger}: what became of each task, merged from events, in a file
 * </ul>
 */
@NullMarked
package dev.quiver.orchestrator;

import org.jspecify.annotations.NullMarked;
