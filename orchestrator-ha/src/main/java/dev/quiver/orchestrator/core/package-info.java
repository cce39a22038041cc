/**
 * What an orchestrator decides, as a step function: {@link
 * dev.quiver.orchestrator.core.Orchestrator#on} takes an event and gives effects. No thread, clock,
 * random source, logger or JMS is in here and only sorted and linked collections, so that the same
 * object runs in a seeded simulation and on a broker.
 *
 * <p>{@code Orchestrator} knows who is alive ({@code Roster}) and what is cancelled ({@code
 * Cancels}) whether it leads or not; while it leads it has a {@code Reign}, which is thrown away
 * whole when the reign ends. A reign's parts: {@code Credits} (how much each worker may have),
 * {@code AssignmentPolicy} (who is next), {@code Intakes} (which queues are read), {@code Parked}
 * (what was received and has to wait), {@code Groups} (whose turn it is), {@code Drains} (whose
 * queue is emptied), {@code Suspicion} (what kills workers), {@code Pauses}, {@code Periodic} and
 * {@code Outbox}, which numbers the moves and undoes those whose transaction was rolled back.
 */
@NullMarked
package dev.quiver.orchestrator.core;

import org.jspecify.annotations.NullMarked;
