package dev.quiver.tasks.wire;

import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to tasks in one transaction.
 *
 * @param worker who tells; none if it is the orchestrator
 * @param epoch the reign it belongs to, if there is one
 */
public record TaskEvents(
    @Nullable WorkerId worker, @Nullable Long epoch, Instant at, List<TaskEvent> events) {

  public TaskEvents {
    events = List.copyOf(events);
  }
}
