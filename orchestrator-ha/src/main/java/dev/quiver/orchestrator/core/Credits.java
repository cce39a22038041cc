package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each worker has and may have, and who gets the next task of a type. */
final class Credits {

  private final OrchestratorConfig config;
  private final AssignmentPolicy policy;
  private final Roster roster;
  private final Pauses pauses;
  private final Outbox out;
  private final SortedMap<WorkerId, Credit> credits = new TreeMap<>();
  private final SortedMap<Long, Long> committedAtRequest = new TreeMap<>();
  private long turns;
  private long lastRequest;

  Credits(OrchestratorConfig config, Roster roster, Pauses pauses, Outbox out) {
    this.config = config;
    this.policy = AssignmentPolicy.of(config.policy());
    this.roster = roster;
    this.pauses = pauses;
    this.out = out;
  }

  Credit of(WorkerId worker) {
    return credits.computeIfAbsent(worker, Credit::new);
  }

  /** Whoever gets the next task of that type; none if nobody has room. */
  Optional<WorkerId> next(TaskType type) {
    AssignmentPolicy.Contender best = null;
    for (WorkerId worker : roster.liveWith(type)) {
      if (room(worker) <= 0) {
        continue;
      }
      var contender = new AssignmentPolicy.Contender(of(worker), roster.concurrency(worker));
      if (best == null || policy.prefers(contender, best)) {
        best = contender;
      }
    }
    return best == null ? Optional.empty() : Optional.of(best.credit().worker());
  }

  boolean hasRoom(TaskType type) {
    for (WorkerId worker : roster.liveWith(type)) {
      if (room(worker) > 0) {
        return true;
      }
    }
    return false;
  }

  /** How many tasks more it may get now. */
  long room(WorkerId worker) {
    Credit credit = of(worker);
    if (!credit.isCounted()
        || pauses.isPaused(worker)
        || !roster.isLive(worker)
        || isAlone(worker)) {
      return 0;
    }
    return credit.limit(roster.concurrency(worker), config) - credit.outstanding();
  }

  /**
   * Whether it has a task that runs alone: whatever else it were given would wait for that one's
   * end. It says so itself, also of one that an earlier reign gave it; the one that this reign gave
   * it counts from then on.
   */
  boolean isAlone(WorkerId worker) {
    return roster.isAlone(worker) || of(worker).hasAlone();
  }

  void give(WorkerId worker, TaskHeader task, long move) {
    of(worker).give(task, move, ++turns);
  }

  void recount(WorkerId worker) {
    of(worker).recount(out.committed(), lastRequest);
  }

  /** Only of those workers that are still known. */
  void forgetOthers() {
    credits.keySet().removeIf(worker -> roster.phase(worker) == null);
  }

  void onRequest(long request) {
    lastRequest = request;
    committedAtRequest.put(request, out.committed());
  }

  /** Whether a mark is wanted. */
  boolean onCounted(Event.QueuesCounted e) {
    Long committedThen = committedAtRequest.get(e.request());
    committedAtRequest.headMap(e.request() + 1).clear();
    if (committedThen == null) {
      return false;
    }
    boolean wanted = false;
    // Also of a worker that this reign has not dealt with yet: it was known before the takeover.
    for (WorkerId worker : roster.ids()) {
      if (roster.isLive(worker)) {
        long count = e.assigned().getOrDefault(worker, 0L);
        wanted |= of(worker).onCounted(e.request(), count, committedThen);
      }
    }
    return wanted;
  }

  void onMark(long request) {
    credits.values().forEach(credit -> credit.onMark(request));
  }

  void measure(Instant now) {
    credits.values().forEach(credit -> credit.measure(now));
  }
}
