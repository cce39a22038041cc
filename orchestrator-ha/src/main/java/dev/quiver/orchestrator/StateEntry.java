package dev.quiver.orchestrator;

import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a leader leaves for the next one, in the last-value queue {@code orchestrators.state}. An
 * entry replaces the one with its key, in the transaction of the move that it describes.
 */
public sealed interface StateEntry {

  /** The last-value key. */
  String key();

  /** That target is paused, and drained if so asked; {@code paused} false lifts both. */
  record Pause(Target target, boolean paused, boolean drained) implements StateEntry {
    @Override
    public String key() {
      return "pause/" + target.key();
    }
  }

  /**
   * The member of a group that is out, and where.
   *
   * @param member none: no member is out, the entry may be forgotten
   * @param worker whose queue it was put into; none: it went back to wait in the submit queue
   */
  record Group(GroupKey group, @Nullable TaskKey member, @Nullable WorkerId worker)
      implements StateEntry {
    @Override
    public String key() {
      return "group/" + group;
    }
  }

  /**
   * A periodic task.
   *
   * @param schedule none: it was removed
   * @param lastFiring the due time of the last firing; when it was added, if there was none yet
   */
  record Periodic(String name, @Nullable Schedule schedule, Instant lastFiring)
      implements StateEntry {
    @Override
    public String key() {
      return "schedule/" + name;
    }
  }
}
