package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Notice;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose assigned queues are emptied into others: of workers that are gone or silent, of queues
 * whose worker nobody has heard of, and of those an admin drains; never without a live worker that
 * could take something. Of a worker that runs one task alone all others are taken: they would wait
 * for that one's end.
 */
final class Drains {

  private final Roster roster;
  private final Pauses pauses;
  private final Credits credits;
  private final Outbox out;

  /** Queues of workers that were never heard of are left alone until then. */
  private final Instant graceUntil;

  /** Who is drained, and whether what is to run alone stays there. */
  private final SortedMap<WorkerId, Boolean> draining = new TreeMap<>();

  private final SortedSet<WorkerId> reported = new TreeSet<>();
  private SortedMap<WorkerId, Long> counts = new TreeMap<>();

  Drains(Roster roster, Pauses pauses, Credits credits, Outbox out, Instant graceUntil) {
    this.roster = roster;
    this.pauses = pauses;
    this.credits = credits;
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
    SortedMap<WorkerId, Boolean> wanted = new TreeMap<>();
    counts.forEach(
        (worker, count) -> {
          if (count > 0 && hasTarget(worker)) {
            if (mayDrain(worker, now)) {
              wanted.put(worker, false);
            } else if (roster.isLive(worker) && credits.isAlone(worker)) {
              wanted.put(worker, true);
            }
          }
        });
    for (WorkerId worker : List.copyOf(draining.keySet())) {
      if (!Objects.equals(draining.get(worker), wanted.get(worker))) {
        draining.remove(worker);
        out.plain(new Effect.StopDraining(worker));
      }
    }
    wanted.forEach(
        (worker, exceptAlone) -> {
          if (draining.putIfAbsent(worker, exceptAlone) == null) {
            out.plain(new Effect.DrainQueueOf(worker, exceptAlone));
          }
        });
  }

  boolean isDraining(WorkerId worker) {
    return draining.containsKey(worker);
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
