package dev.quiver.tasks.wire;

import dev.quiver.tasks.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message among the dead that is no task and can never become one: to be looked at and discarded.
 *
 * @param id the task that it says it is; none if it does not say
 * @param description where it came from and how it begins, made harmless; empty if nobody knows
 */
public record RejectedLetter(
    @Nullable TaskId id, String reason, Instant buriedAt, String description)
    implements DeadLetter {}
