package dev.quiver.tasks.wire;

import dev.quiver.tasks.Task;

/**
 * A task as it was received.
 *
 * @param task what was submitted; a streamed payload has been spooled
 * @param envelope which hop of its way it is on
 */
public record TaskMessage(Task task, TaskEnvelope envelope) {}
