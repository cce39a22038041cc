/**
 * Asking an orchestrator: {@link dev.quiver.orchestrator.ask.OrchestratorClient} puts questions to
 * whoever leads and requests of admins; {@link dev.quiver.orchestrator.ask.TaskView}, {@link
 * dev.quiver.orchestrator.ask.TaskList} and {@link dev.quiver.orchestrator.ask.Statistics} are the
 * answers, which each write and read themselves as documents.
 */
@NullMarked
package dev.quiver.orchestrator.ask;

import org.jspecify.annotations.NullMarked;
