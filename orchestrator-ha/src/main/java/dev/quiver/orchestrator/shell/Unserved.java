package dev.quiver.orchestrator.shell;

import dev.quiver.orchestrator.Notice;
import dev.quiver.tasks.TaskType;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Tells people of types without a worker only when a task of them waits: where workers are just
 * being started or all were stopped, nobody waits for anything. Belongs to the role's thread.
 */
final class Unserved {

  private final Consumer<Notice> tell;
  private final SortedSet<TaskType> untold = new TreeSet<>();

  Unserved(Consumer<Notice> tell) {
    this.tell = tell;
  }

  /** Passes a notice on, now, later or never. */
  void accept(Notice notice) {
    if (notice instanceof Notice.TypeWithoutWorker without) {
      untold.add(without.type());
    } else if (!(notice instanceof Notice.TypeServed served && untold.remove(served.type()))) {
      tell.accept(notice);
    }
  }

  /**
   * How many tasks wait, by type, was counted.
   *
   * @param waiting by the type's name
   */
  void onCounted(SortedMap<String, Long> waiting) {
    untold.removeIf(
        type -> {
          boolean waits = waiting.getOrDefault(type.name(), 0L) > 0;
          if (waits) {
            tell.accept(new Notice.TypeWithoutWorker(type));
          }
          return waits;
        });
  }
}
