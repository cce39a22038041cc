package dev.quiver.orchestrator;

import dev.quiver.tasks.TaskId;
import java.util.Comparator;

/**
 * One life of a task: requeued from the dead it keeps its id and lives again, and each life has
 * exactly one outcome.
 *
 * @param generation how often it was requeued, from 0
 */
public record TaskKey(TaskId id, int generation) implements Comparable<TaskKey> {

  private static final Comparator<TaskKey> ORDER =
      Comparator.comparing(TaskKey::id).thenComparingInt(TaskKey::generation);

  @Override
  public int compareTo(TaskKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return generation == 0 ? id.value() : id.value() + "#" + generation;
  }
}
