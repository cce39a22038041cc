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
   * Whose turn it is in a group, and where it is.
   *
   * @param member none: its last member ended, and the first held one is next
   * @param worker whose queue the member was put into; none: it waits in its submit queue
   * @param over nobody is held: the entry may be forgotten
   */
  record Group(GroupKey group, @Nullable TaskKey member, @Nullable WorkerId worker, boolean over)
      implements StateEntry {

    /** That member was put into that worker's queue. */
    public static Group out(GroupKey group, TaskKey member, WorkerId worker) {
      return new Group(group, member, worker, false);
    }

    /** It is that member's turn, and it waits in its submit queue. */
    public static Group waiting(GroupKey group, TaskKey member) {
      return new Group(group, member, null, false);
    }

    /** It is the turn of whoever is held first. */
    public static Group open(GroupKey group) {
      return new Group(group, null, null, false);
    }

    /** Nobody's turn: nobody is left. */
    public static Group over(GroupKey group) {
      return new Group(group, null, null, true);
    }

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
