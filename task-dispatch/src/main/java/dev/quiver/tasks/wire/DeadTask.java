package dev.quiver.tasks.wire;

import dev.quiver.tasks.Task;
import java.time.Instant;

/**
 * A task that lies among the dead.
 *
 * @param buriedAt when its last attempt ended, by the clock of whoever buried it
 */
public record DeadTask(Task task, TaskEnvelope envelope, String reason, Instant buriedAt) {}
