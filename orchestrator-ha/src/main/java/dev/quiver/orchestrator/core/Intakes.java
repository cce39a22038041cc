package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.tasks.TaskType;
import java.util.SortedSet;
import java.util.TreeSet;

/** From which types' submit queues something is taken. */
final class Intakes {

  private final Outbox out;
  private final SortedSet<TaskType> open = new TreeSet<>();

  Intakes(Outbox out) {
    this.out = out;
  }

  void set(TaskType type, boolean wanted) {
    if (wanted && open.add(type)) {
      out.plain(new Effect.OpenIntake(type));
    } else if (!wanted && open.remove(type)) {
      out.plain(new Effect.CloseIntake(type));
    }
  }

  boolean isOpen(TaskType type) {
    return open.contains(type);
  }

  SortedSet<TaskType> open() {
    return new TreeSet<>(open);
  }
}
