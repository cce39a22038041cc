package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Notice;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose assigned queues are emptied into others: of workers that are gone or silent, of queues
 * whose worker nobody has heard of, and of those an admin drains; never without a live worker that
 * could take something.
 */
final class Drains {

  private final Roster roster;
  private final Pauses pauses;
  private final Outbox out;

  /** Queues of workers that were never heard of are left alone until then. */
  private final Instant graceUntil;

  private final SortedSet<WorkerId> draining = new TreeSet<>();
  private final SortedSet<WorkerId> reported = new TreeSet<>();
  private SortedMap<WorkerId, Long> counts = new TreeMap<>();

  Drains(Roster roster, Pauses pauses, Outbox out, Instant graceUntil) {
    this.roster = roster;
    this.pauses = pauses;
    this.out = out;
    this.graceUntil = graceUntil;
  }

  /** Its queue is looked into at once, whatever the last count said. */
  void onFailed(WorkerId worker) {
    counts.merge(worker, 1L, Math::max);
  }

  void onCounted(SortedMap<WorkerId, Long> assigned) {
    counts = new TreeMap<>(assigned);
    reported.removeIf(worker -> roster.phase(worker) == null);
    for (WorkerId worker : roster.ids()) {
      boolean empty = pauses.isDrained(worker) && counts.getOrDefault(worker, 0L) == 0;
      if (!empty) {
        reported.remove(worker);
      } else if (reported.add(worker)) {
        out.tell(new Notice.Drained(worker));
      }
    }
  }

  void update(Instant now) {
    SortedSet<WorkerId> wanted = new TreeSet<>();
    counts.forEach(
        (worker, count) -> {
          if (count > 0 && mayDrain(worker, now) && hasTarget(worker)) {
            wanted.add(worker);
          }
        });
    for (WorkerId worker : new TreeSet<>(draining)) {
      if (!wanted.contains(worker)) {
        draining.remove(worker);
        out.plain(new Effect.StopDraining(worker));
      }
    }
    for (WorkerId worker : wanted) {
      if (draining.add(worker)) {
        out.plain(new Effect.DrainQueueOf(worker));
      }
    }
  }

  boolean isDraining(WorkerId worker) {
    return draining.contains(worker);
  }

  private boolean mayDrain(WorkerId worker, Instant now) {
    Roster.Phase phase = roster.phase(worker);
    if (phase == null) {
      return !now.isBefore(graceUntil);
    }
    return phase != Roster.Phase.LIVE || pauses.isDrained(worker);
  }

  private boolean hasTarget(WorkerId source) {
    for (WorkerId worker : roster.ids()) {
      if (!worker.equals(source) && roster.isLive(worker) && !pauses.isPaused(worker)) {
        return true;
      }
    }
    return false;
  }
}
