package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Notice;
import dev.quiver.tasks.TaskType;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Which types wait for a worker that has them, and since when. */
final class Supply {

  private final Roster roster;
  private final Outbox out;
  private final Instant graceUntil;
  private final SortedMap<TaskType, Instant> without = new TreeMap<>();

  Supply(Roster roster, Outbox out, Instant graceUntil) {
    this.roster = roster;
    this.out = out;
    this.graceUntil = graceUntil;
  }

  /** Looks at the types that have a submit queue; not before every worker could say it is there. */
  void update(Instant now, SortedSet<TaskType> types) {
    if (now.isBefore(graceUntil)) {
      return;
    }
    for (TaskType type : types) {
      boolean served = !roster.liveWith(type).isEmpty();
      if (!served && without.putIfAbsent(type, now) == null) {
        out.tell(new Notice.TypeWithoutWorker(type));
      } else if (served && without.remove(type) != null) {
        out.tell(new Notice.TypeServed(type));
      }
    }
  }

  SortedMap<TaskType, Instant> without() {
    return new TreeMap<>(without);
  }
}
