package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Event;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is alive, as far as beats and the broker's notifications tell. */
final class Roster {

  enum Phase {
    /** Its beats come. */
    LIVE,
    /** Its beats stopped, but the broker still has its connection. */
    SILENT,
    /** Its liveness consumer is gone, or it said that it ends. */
    LEFT
  }

  /** What a beat changed. */
  enum Change {
    NONE,
    JOINED,
    /** It had been considered failed, or was started anew. */
    BACK,
    /** It serves other types, another number of tasks, or one alone, or no longer. */
    ALTERED
  }

  private static final class Worker {
    String incarnation;
    SortedSet<TaskType> types;
    int concurrency;
    boolean alone;
    Instant lastSeen;
    Phase phase = Phase.LIVE;

    Worker(Event.WorkerSeen seen, Instant now) {
      incarnation = seen.incarnation();
      types = seen.types();
      concurrency = seen.concurrency();
      alone = seen.alone();
      lastSeen = now;
    }
  }

  private final SortedMap<WorkerId, Worker> workers = new TreeMap<>();
  private final SortedMap<TaskType, SortedSet<WorkerId>> liveByType = new TreeMap<>();

  Change onSeen(Instant now, Event.WorkerSeen seen) {
    Worker worker = workers.get(seen.worker());
    if (worker == null) {
      forget(now.minus(REMEMBERED));
      workers.put(seen.worker(), new Worker(seen, now));
      index(seen.worker(), seen.types());
      return Change.JOINED;
    }
    boolean sameLife = worker.incarnation.equals(seen.incarnation());
    if (sameLife && worker.phase == Phase.LEFT) {
      // A beat that was under way when its connection ended, or a liveness consumer that is being
      // made again; the latter sends more beats, so wait for one that comes late enough.
      if (worker.lastSeen.plus(AFTERGLOW).isAfter(now)) {
        return Change.NONE;
      }
    }
    boolean back = !sameLife || worker.phase != Phase.LIVE;
    boolean altered =
        !worker.types.equals(seen.types())
            || worker.concurrency != seen.concurrency()
            || worker.alone != seen.alone();
    if (altered || back) {
      unindex(seen.worker(), worker.types);
      index(seen.worker(), seen.types());
    }
    worker.incarnation = seen.incarnation();
    worker.types = seen.types();
    worker.concurrency = seen.concurrency();
    worker.alone = seen.alone();
    worker.lastSeen = now;
    worker.phase = Phase.LIVE;
    return back ? Change.BACK : altered ? Change.ALTERED : Change.NONE;
  }

  /** A worker that has been gone for so long is news if it comes. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** How long after its end a beat may still be under way. */
  private static final Duration AFTERGLOW = Duration.ofMillis(500);

  /** Whether that was news: the end of an earlier incarnation is not. */
  boolean onGone(Instant now, WorkerId id, String incarnation) {
    Worker worker = workers.get(id);
    if (worker == null || worker.phase == Phase.LEFT || !worker.incarnation.equals(incarnation)) {
      return false;
    }
    unindex(id, worker.types);
    worker.phase = Phase.LEFT;
    worker.lastSeen = now;
    return true;
  }

  /** Whether that incarnation has left, and none came after it. */
  boolean hasLeft(WorkerId id, String incarnation) {
    Worker worker = workers.get(id);
    return worker != null && worker.phase == Phase.LEFT && worker.incarnation.equals(incarnation);
  }

  /** Nobody was heard while this orchestrator could not hear: everyone's silence begins now. */
  void hearFrom(Instant now) {
    for (Worker worker : workers.values()) {
      if (worker.phase == Phase.LIVE && worker.lastSeen.isBefore(now)) {
        worker.lastSeen = now;
      }
    }
  }

  /** Considers failed whoever has been silent for the limit, and says who that is. */
  List<WorkerId> silence(Instant now, Duration limit) {
    List<WorkerId> silent = new ArrayList<>();
    workers.forEach(
        (id, worker) -> {
          if (worker.phase == Phase.LIVE && !worker.lastSeen.plus(limit).isAfter(now)) {
            worker.phase = Phase.SILENT;
            unindex(id, worker.types);
            silent.add(id);
          }
        });
    return silent;
  }

  /** Called whenever one comes, else those with generated names would pile up. */
  private void forget(Instant before) {
    workers
        .values()
        .removeIf(worker -> worker.phase != Phase.LIVE && worker.lastSeen.isBefore(before));
  }

  /** The worker's phase; none if it was never heard of. */
  @Nullable Phase phase(WorkerId id) {
    Worker worker = workers.get(id);
    return worker == null ? null : worker.phase;
  }

  boolean isLive(WorkerId id) {
    return phase(id) == Phase.LIVE;
  }

  Duration silenceOf(WorkerId id, Instant now) {
    Worker worker = workers.get(id);
    return worker == null ? Duration.ZERO : Duration.between(worker.lastSeen, now);
  }

  int concurrency(WorkerId id) {
    Worker worker = workers.get(id);
    return worker == null ? 0 : worker.concurrency;
  }

  /** Whether it said in its last beat that it runs one task alone, or is about to. */
  boolean isAlone(WorkerId id) {
    Worker worker = workers.get(id);
    return worker != null && worker.alone;
  }

  SortedSet<TaskType> types(WorkerId id) {
    Worker worker = workers.get(id);
    return worker == null ? Collections.emptySortedSet() : worker.types;
  }

  SortedSet<WorkerId> liveWith(TaskType type) {
    return liveByType.getOrDefault(type, Collections.emptySortedSet());
  }

  SortedSet<TaskType> liveTypes() {
    return new TreeSet<>(liveByType.keySet());
  }

  List<WorkerId> ids() {
    return List.copyOf(workers.keySet());
  }

  private void index(WorkerId id, SortedSet<TaskType> types) {
    for (TaskType type : types) {
      liveByType.computeIfAbsent(type, unused -> new TreeSet<>()).add(id);
    }
  }

  private void unindex(WorkerId id, SortedSet<TaskType> types) {
    for (TaskType type : types) {
      SortedSet<WorkerId> live = liveByType.get(type);
      if (live != null) {
        live.remove(id);
        if (live.isEmpty()) {
          liveByType.remove(type);
        }
      }
    }
  }
}
