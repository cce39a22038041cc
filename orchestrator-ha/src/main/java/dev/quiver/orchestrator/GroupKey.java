package dev.quiver.orchestrator;

import dev.quiver.tasks.TaskType;
import java.util.Comparator;

/** Names a group: one submitter's, of one type, so that nobody gets into another's order. */
public record GroupKey(String submitter, TaskType type, String group)
    implements Comparable<GroupKey> {

  private static final Comparator<GroupKey> ORDER =
      Comparator.comparing(GroupKey::submitter)
          .thenComparing(GroupKey::type)
          .thenComparing(GroupKey::group);

  @Override
  public int compareTo(GroupKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return submitter + "/" + type + "/" + group;
  }
}
