package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.Place;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks for what is cancelled or overdue where nobody reads: in submit queues of types without
 * room, in queues of workers that are away, and among held members.
 */
final class Sweeper {

  private final Roster roster;
  private final Cancels cancels;
  private final Flow flow;
  private final Drains drains;
  private final Outbox out;
  private SortedMap<WorkerId, Long> assigned = new TreeMap<>();
  private SortedMap<WorkerId, Long> named = new TreeMap<>();
  private SortedSet<TaskType> types = new TreeSet<>();

  Sweeper(Roster roster, Cancels cancels, Flow flow, Drains drains, Outbox out) {
    this.roster = roster;
    this.cancels = cancels;
    this.flow = flow;
    this.drains = drains;
    this.out = out;
  }

  void onCounted(Event.QueuesCounted e) {
    assigned = e.assigned();
    named = e.named();
    types = e.types();
  }

  void sweep(Instant now) {
    cancels.expire(now);
    List<Place> places = new ArrayList<>();
    for (TaskType type : types) {
      if (!flow.isOpen(type)) {
        for (TaskClass taskClass : TaskClass.values()) {
          places.add(new Place.Submit(type, taskClass));
        }
      }
      places.add(new Place.Held(type));
    }
    named.forEach(
        (worker, count) -> {
          if (count > 0 && !roster.isLive(worker)) {
            places.add(new Place.Named(worker));
          }
        });
    assigned.forEach(
        (worker, count) -> {
          if (count > 0 && !roster.isLive(worker) && !drains.isDraining(worker)) {
            places.add(new Place.Assigned(worker));
          }
        });
    if (!places.isEmpty()) {
      out.plain(new Effect.Sweep(places, cancels.tasks(), cancels.batches(), now));
    }
  }
}
