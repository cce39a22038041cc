package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.Ticket;
import dev.quiver.orchestrator.Timer;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * All that a leader knows and decides, from the token it received to the loss of its connection.
 */
final class Reign {

  private final OrchestratorConfig config;
  private final long epoch;
  private final Instant began;
  private final Roster roster;
  private final Outbox out;
  private final Pauses pauses = new Pauses();
  private final Credits credits;
  private final Groups groups;
  private final Drains drains;
  private final Flow flow;
  private final Periodic periodic;
  private final Sweeper sweeper;
  private final Supply supply;
  private long requests;
  private Instant lastCheck;

  Reign(
      OrchestratorConfig config,
      long epoch,
      Instant now,
      Roster roster,
      Cancels cancels,
      Outbox out) {
    this.config = config;
    this.epoch = epoch;
    this.began = now;
    this.lastCheck = now;
    this.roster = roster;
    this.out = out;
    Instant graceUntil = now.plus(config.detectionLimit());
    credits = new Credits(config, roster, pauses, out);
    groups = new Groups(out);
    drains = new Drains(roster, pauses, credits, out, graceUntil);
    flow = new Flow(epoch, config, roster, cancels, pauses, credits, groups, out);
    periodic = new Periodic(out, epoch);
    sweeper = new Sweeper(roster, cancels, flow, drains, out);
    supply = new Supply(roster, out, graceUntil);
  }

  void begin(Instant now, List<StateEntry> recorded) {
    out.tell(new Notice.Leading(epoch));
    roster.hearFrom(now);
    for (StateEntry entry : recorded) {
      if (entry instanceof StateEntry.Pause pause) {
        pauses.apply(pause);
      } else if (entry instanceof StateEntry.Group group) {
        groups.restore(group);
      } else if (entry instanceof StateEntry.Periodic schedule) {
        periodic.apply(schedule);
      }
    }
    count();
    startTimer(Timer.CHECK, config.checkEvery());
    startTimer(Timer.COUNT, config.countEvery());
    startTimer(Timer.SWEEP, config.sweepEvery());
    periodic.fire(now);
    settle(now);
  }

  void onWorkerSeen(Instant now, Event.WorkerSeen e, Roster.Change change) {
    if (change == Roster.Change.NONE) {
      return;
    }
    if (change == Roster.Change.JOINED) {
      credits.forgetOthers();
      out.tell(new Notice.WorkerJoined(e.worker(), e.concurrency()));
    } else if (change == Roster.Change.BACK) {
      out.tell(new Notice.WorkerBack(e.worker()));
    }
    if (change != Roster.Change.ALTERED) {
      credits.recount(e.worker());
      count();
      flow.goOn(now, e.worker());
    }
    flow.stir(roster.liveTypes());
    settle(now);
  }

  void onWorkerGone(Instant now, WorkerId worker) {
    out.tell(new Notice.WorkerLeft(worker));
    fail(worker);
    flow.goOn(now, worker);
    settle(now);
  }

  /**
   * What it has begun it may still end.
   *
   * @param news whether it was not known that it is gone
   */
  void onWorkerEnding(Instant now, WorkerId worker, boolean news) {
    out.tell(new Notice.WorkerEnding(worker));
    if (news) {
      fail(worker);
      settle(now);
    }
  }

  void onArrived(Instant now, Event.TaskArrived e) {
    flow.onArrived(now, e);
    flow.settle();
  }

  void onSwept(Instant now, Event.TaskSwept e) {
    flow.onSwept(now, e);
  }

  void onOutcome(WorkerId worker, TaskKey task, boolean assigned) {
    boolean full = credits.room(worker) <= 0;
    if (credits.of(worker).onOutcome(task, assigned) && full) {
      flow.stir(roster.types(worker));
    }
    groups.onOutcome(task);
    flow.settle();
  }

  /** A worker sent it back to be assigned anew, after a failed attempt or untried. */
  void onGivenAway(WorkerId worker, TaskKey task, int attempt) {
    boolean full = credits.room(worker) <= 0;
    if (credits.of(worker).onGivenAway(task, attempt) && full) {
      flow.stir(roster.types(worker));
      flow.settle();
    }
  }

  void onNoneHeld(Event.NoneHeld e) {
    groups.onNoneHeld(e);
  }

  void onCounted(Instant now, Event.QueuesCounted e) {
    if (credits.onCounted(e)) {
      out.plain(new Effect.Mark(e.request()));
    }
    groups.onCounted(e.assigned());
    drains.onCounted(e.assigned());
    sweeper.onCounted(e);
    supply.update(now, e.types());
    flow.stir(roster.liveTypes());
    settle(now);
  }

  void onMark(Event.MarkSeen e) {
    if (e.epoch() == epoch) {
      credits.onMark(e.request());
    }
  }

  void onCancel(Instant now) {
    flow.sweepParked(now);
    sweeper.sweep(now);
  }

  void onPause(Instant now, Ticket ticket, StateEntry.Pause entry) {
    StateEntry.Pause earlier = pauses.entry(entry.target());
    pauses.apply(entry);
    out.move(
        number -> new Move.Accept(number, ticket, entry), () -> {}, () -> pauses.apply(earlier));
    out.tell(
        entry.paused() ? new Notice.Paused(entry.target()) : new Notice.Resumed(entry.target()));
    if (!entry.paused() && entry.target() instanceof Target.OneWorker one) {
      credits.recount(one.worker());
      count();
    }
    flow.stir(roster.liveTypes());
    settle(now);
  }

  void onSchedule(Instant now, Ticket ticket, StateEntry.Periodic entry) {
    StateEntry.Periodic earlier = periodic.entry(entry.name(), now);
    periodic.apply(entry);
    out.move(
        number -> new Move.Accept(number, ticket, entry), () -> {}, () -> periodic.apply(earlier));
    periodic.fire(now);
  }

  void onCommitted(Instant now, long upTo) {
    out.onCommitted(upTo);
    settle(now);
  }

  void onRolledBack(Instant now) {
    out.onRolledBack();
    groups.onRolledBack();
    flow.onRolledBack();
    settle(now);
  }

  void onTimer(Instant now, Timer timer) {
    switch (timer) {
      case CHECK -> {
        check(now);
        startTimer(timer, config.checkEvery());
      }
      case COUNT -> {
        count();
        startTimer(timer, config.countEvery());
      }
      case SWEEP -> {
        flow.sweepParked(now);
        sweeper.sweep(now);
        startTimer(timer, config.sweepEvery());
      }
      case FIRE -> periodic.onTimer(now);
    }
  }

  SortedMap<TaskType, Instant> typesWithoutWorker() {
    return supply.without();
  }

  private void check(Instant now) {
    if (now.isAfter(lastCheck.plus(config.detectionLimit().dividedBy(2)))) {
      // This process itself was stopped: what it did not hear proves nothing.
      roster.hearFrom(now);
    }
    lastCheck = now;
    // After an own reconnect everybody looks silent, so nobody is judged for one limit.
    if (!now.isBefore(began.plus(config.detectionLimit()))) {
      for (WorkerId worker : roster.silence(now, config.detectionLimit())) {
        out.tell(new Notice.WorkerSilent(worker, roster.silenceOf(worker, now)));
        fail(worker);
      }
    }
    flow.goOnAfter(now, now.minus(config.detectionLimit().multipliedBy(2)));
    credits.measure(now);
    flow.stir(roster.liveTypes());
    settle(now);
  }

  private void fail(WorkerId worker) {
    credits.recount(worker);
    drains.onFailed(worker);
    flow.stir(roster.types(worker));
  }

  private void settle(Instant now) {
    drains.update(now);
    flow.settle();
  }

  private void count() {
    long request = ++requests;
    credits.onRequest(request);
    out.plain(new Effect.CountQueues(request));
  }

  private void startTimer(Timer timer, Duration after) {
    out.plain(new Effect.StartTimer(timer, epoch, after));
  }
}
