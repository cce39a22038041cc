/**
 * An orchestrator on a broker. An {@link dev.quiver.orchestrator.shell.OrchestratorRole} keeps one
 * {@code Candidacy} at a time: one connection that never comes back by itself, on which it hears of
 * workers ({@code Beats}, {@code WorkerEnds}), cancels ({@code CancelFeed}) and events ({@code
 * LedgerFeed}), and waits for the token ({@code TokenKeeper}). With the token comes a {@code
 * Leadership}: a transacted session that reads tasks ({@code TaskSource}, {@code Sources}), carries
 * out the core's moves ({@code MoveWriter}) and commits them; a {@code QueueCounter}, a {@code
 * ControlDesk} and a {@code QueryDesk}. Whatever breaks ends the candidacy as a whole, and with it
 * the reign.
 *
 * <p>Threads put {@code Input}s into one mailbox; the role's thread alone steps the core and uses
 * the leadership's session.
 */
@NullMarked
package dev.quiver.orchestrator.shell;

import org.jspecify.annotations.NullMarked;
