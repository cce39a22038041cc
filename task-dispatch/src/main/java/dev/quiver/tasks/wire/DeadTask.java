package dev.quiver.tasks.wire;

import dev.quiver.tasks.Task;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that lies among the dead.
 *
 * @param buriedAt when its last attempt ended, by the clock of whoever buried it
 * @param addressee the worker it was addressed to; none if any of its type would do
 */
public record DeadTask(
    Task task, TaskEnvelope envelope, String reason, Instant buriedAt, @Nullable WorkerId addressee)
    implements DeadLetter {}
