package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.GroupKey;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What becomes of each task that was received. */
final class Flow {

  private final long epoch;
  private final Roster roster;
  private final Cancels cancels;
  private final Pauses pauses;
  private final Credits credits;
  private final Groups groups;
  private final Outbox out;
  private final Suspicion suspicion;
  private final Parked parked = new Parked();
  private final Intakes intakes;
  private final TreeSet<TaskType> stirred = new TreeSet<>();

  Flow(
      long epoch,
      OrchestratorConfig config,
      Roster roster,
      Cancels cancels,
      Pauses pauses,
      Credits credits,
      Groups groups,
      Outbox out) {
    this.epoch = epoch;
    this.roster = roster;
    this.cancels = cancels;
    this.pauses = pauses;
    this.credits = credits;
    this.groups = groups;
    this.out = out;
    this.suspicion = new Suspicion(config.suspectAfter());
    this.intakes = new Intakes(out);
  }

  void onArrived(Instant now, Event.TaskArrived e) {
    onArrived(now, e, false);
  }

  private void onArrived(Instant now, Event.TaskArrived e, boolean waited) {
    TaskHeader task = e.task();
    GroupKey group = task.groupKey();
    if (e.from() instanceof Place.Assigned at) {
      credits.of(at.worker()).take(task.key());
      if (group != null
          && !waited
          && e.deliveries() > 0
          && roster.phase(at.worker()) == Roster.Phase.SILENT) {
        // It may still be executing there, and its successor must not run beside it.
        parked.waitForEnd(at.worker(), e, now);
        return;
      }
      if (!roster.isLive(at.worker())) {
        task = suspicion.judge(task, e.deliveries());
      }
    } else if (e.from() instanceof Place.Named) {
      out.plain(new Effect.PutBack(e.ticket()));
      return;
    }
    Arrival arrival = new Arrival(e.ticket(), e.from(), task);
    boolean released = e.from() instanceof Place.Held;
    if (released && group != null && !isTurn(arrival, group)) {
      return;
    }
    if (endIfDue(now, arrival)) {
      return;
    }
    if (!released && group != null && !isTurn(arrival, group)) {
      return;
    }
    assignOrWait(arrival);
  }

  void onSwept(Instant now, Event.TaskSwept e) {
    if (!endIfDue(now, new Arrival(e.ticket(), e.from(), e.task()))) {
      out.plain(new Effect.PutBack(e.ticket()));
      GroupKey group = e.task().groupKey();
      if (e.from() instanceof Place.Held && group != null) {
        groups.onPutBack(group);
      }
    }
  }

  /** Ends what waits in hand and is cancelled or overdue by now. */
  void sweepParked(Instant now) {
    parked
        .take(arrival -> reasonToEnd(now, arrival) != null)
        .forEach(arrival -> endIfDue(now, arrival));
  }

  /** The worker's connection has ended, or it is back: what waited for that goes on. */
  void goOn(Instant now, WorkerId worker) {
    parked.ended(worker).forEach(arrival -> onArrived(now, arrival, true));
  }

  /** Does not wait for ever for the broker to say that a connection has ended. */
  void goOnAfter(Instant now, Instant waitedSince) {
    for (WorkerId worker : parked.waitedForSince(waitedSince)) {
      parked.ended(worker).forEach(arrival -> onArrived(now, arrival, true));
    }
  }

  /** The tickets are void. */
  void onRolledBack() {
    parked.clear();
    stir(roster.liveTypes());
    stir(intakes.open());
  }

  /** Whoever serves these types may have got room, or lost it. */
  void stir(Collection<TaskType> types) {
    stirred.addAll(types);
  }

  /** Hands out what waits in hand, then opens and closes intakes. */
  void settle() {
    while (!stirred.isEmpty()) {
      TaskType type = stirred.first();
      while (!pauses.isPaused(type) && !parked.isEmpty(type) && credits.hasRoom(type)) {
        Arrival arrival = parked.next(type);
        if (arrival != null) {
          assignOrWait(arrival);
        }
      }
      intakes.set(type, !pauses.isPaused(type) && parked.isEmpty(type) && credits.hasRoom(type));
      stirred.remove(type);
    }
  }

  boolean isOpen(TaskType type) {
    return intakes.isOpen(type);
  }

  /** Whether it is the turn of that member; if not, what becomes of it is decided. */
  private boolean isTurn(Arrival arrival, GroupKey group) {
    Groups.Verdict verdict = groups.admit(arrival.task(), group, arrival.from());
    if (verdict == Groups.Verdict.HOLD) {
      groups.hold(arrival.ticket(), arrival.task(), group);
    } else if (verdict == Groups.Verdict.PUT_BACK) {
      out.plain(new Effect.PutBack(arrival.ticket()));
    }
    return verdict == Groups.Verdict.TURN;
  }

  private void assignOrWait(Arrival arrival) {
    TaskHeader task = arrival.task();
    Optional<WorkerId> worker =
        pauses.isPaused(task.type()) ? Optional.empty() : credits.next(task.type());
    if (worker.isPresent()) {
      assign(arrival, worker.get());
    } else if (arrival.from() instanceof Place.Assigned from) {
      // Waiting in hand would hold up the rest of that queue; in its submit queue it is seen,
      // counted and found like any other that waits.
      out.move(number -> new Move.Return(number, arrival.ticket(), task));
      GroupKey group = task.groupKey();
      if (group != null) {
        groups.onReturned(task.key(), group);
      }
      out.tell(new Notice.TaskReturned(task.key().id(), from.worker()));
    } else {
      parked.waitForRoom(arrival);
      stirred.add(task.type());
    }
  }

  private void assign(Arrival arrival, WorkerId worker) {
    TaskHeader task = arrival.task();
    long move =
        out.move(
            number -> new Move.Assign(number, arrival.ticket(), task, worker, epoch),
            () -> {},
            () -> credits.of(worker).take(task.key()));
    credits.give(worker, task, move);
    GroupKey group = task.groupKey();
    if (group != null) {
      groups.onAssigned(task.key(), group, worker);
    }
    if (credits.room(worker) <= 0) {
      stir(roster.types(worker));
    }
    out.tell(
        arrival.from() instanceof Place.Assigned from
            ? new Notice.TaskMoved(
                task.key().id(), from.worker(), worker, task.attempt() + task.deaths())
            : new Notice.TaskAssigned(task.key().id(), worker));
  }

  private @Nullable Ending reasonToEnd(Instant now, Arrival arrival) {
    if (cancels.isCancelled(arrival.task(), now)) {
      return Ending.CANCELLED;
    }
    if (arrival.from() instanceof Place.Expired || arrival.task().isOverdue(now)) {
      return Ending.EXPIRED;
    }
    return suspicion.isExhausted(arrival.task()) ? Ending.DEAD : null;
  }

  private boolean endIfDue(Instant now, Arrival arrival) {
    Ending ending = reasonToEnd(now, arrival);
    if (ending == null) {
      return false;
    }
    TaskHeader task = arrival.task();
    String reason =
        switch (ending) {
          case CANCELLED -> OrchestratorReasons.say("cancelled");
          case EXPIRED -> OrchestratorReasons.say("expired");
          case DEAD -> OrchestratorReasons.say("dead", task.attempt() - 1);
        };
    GroupKey group = task.groupKey();
    Runnable undo = group == null ? () -> {} : groups.restorer(group);
    out.move(
        number -> new Move.End(number, arrival.ticket(), task, ending, reason), () -> {}, undo);
    groups.onEnded(task.key());
    out.tell(new Notice.TaskEnded(task.key().id(), ending, reason));
    return true;
  }
}
