package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Event;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was received and has to wait in hand: for room, or for the end of a connection. */
final class Parked {

  private static final Comparator<Arrival> URGENT_FIRST =
      Comparator.comparing((Arrival arrival) -> arrival.task().taskClass())
          .thenComparing(Arrival::ticket);

  /** Taken from a silent worker that may still be executing it. */
  private record Waiting(Event.TaskArrived arrival, Instant since) {}

  private final SortedMap<TaskType, TreeSet<Arrival>> forRoom = new TreeMap<>();
  private final SortedMap<WorkerId, List<Waiting>> forEnd = new TreeMap<>();

  void waitForRoom(Arrival arrival) {
    forRoom
        .computeIfAbsent(arrival.task().type(), unused -> new TreeSet<>(URGENT_FIRST))
        .add(arrival);
  }

  /** The first of that type, which it takes out; none if there is none. */
  @Nullable Arrival next(TaskType type) {
    TreeSet<Arrival> waiting = forRoom.get(type);
    if (waiting == null) {
      return null;
    }
    Arrival first = waiting.pollFirst();
    if (waiting.isEmpty()) {
      forRoom.remove(type);
    }
    return first;
  }

  boolean isEmpty(TaskType type) {
    return !forRoom.containsKey(type);
  }

  /** Takes out what fits. */
  List<Arrival> take(Predicate<Arrival> which) {
    List<Arrival> taken = new ArrayList<>();
    for (TreeSet<Arrival> waiting : forRoom.values()) {
      waiting.removeIf(arrival -> which.test(arrival) && taken.add(arrival));
    }
    forRoom.values().removeIf(TreeSet::isEmpty);
    return taken;
  }

  void waitForEnd(WorkerId worker, Event.TaskArrived arrival, Instant now) {
    forEnd.computeIfAbsent(worker, unused -> new ArrayList<>()).add(new Waiting(arrival, now));
  }

  /** Takes out what waited for the end of that worker's connection. */
  List<Event.TaskArrived> ended(WorkerId worker) {
    List<Waiting> waiting = forEnd.remove(worker);
    return waiting == null ? List.of() : waiting.stream().map(Waiting::arrival).toList();
  }

  /** Who is waited for since before that moment. */
  List<WorkerId> waitedForSince(Instant before) {
    List<WorkerId> workers = new ArrayList<>();
    forEnd.forEach(
        (worker, waiting) -> {
          if (waiting.stream().anyMatch(each -> each.since().isBefore(before))) {
            workers.add(worker);
          }
        });
    return workers;
  }

  void clear() {
    forRoom.clear();
    forEnd.clear();
  }
}
