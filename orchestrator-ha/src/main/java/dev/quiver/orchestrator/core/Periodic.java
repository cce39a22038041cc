package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.Timer;
import dev.quiver.orchestrator.schedule.Firings;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Fires what is due. */
final class Periodic {

  /** Woken at least that often, so that a stepped clock does no lasting harm. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private static final Duration RETRY = Duration.ofMillis(500);

  private static final class Entry {
    final Schedule schedule;
    Instant lastFiring;
    boolean firing;

    Entry(Schedule schedule, Instant lastFiring) {
      this.schedule = schedule;
      this.lastFiring = lastFiring;
    }
  }

  private final Outbox out;
  private final long epoch;
  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private Instant armedFor = Instant.MAX;

  Periodic(Outbox out, long epoch) {
    this.out = out;
    this.epoch = epoch;
  }

  /** Adds, replaces or removes a schedule, as its entry says. */
  void apply(StateEntry.Periodic recorded) {
    Schedule schedule = recorded.schedule();
    if (schedule == null) {
      entries.remove(recorded.name());
    } else {
      entries.put(recorded.name(), new Entry(schedule, recorded.lastFiring()));
    }
  }

  /** The entry as it is now, one that removes it if there is none. */
  StateEntry.Periodic entry(String name, Instant now) {
    Entry entry = entries.get(name);
    return entry == null
        ? new StateEntry.Periodic(name, null, now)
        : new StateEntry.Periodic(name, entry.schedule, entry.lastFiring);
  }

  /** Submits what is due, and asks to be woken for the next. */
  void fire(Instant now) {
    entries.values().forEach(entry -> fire(entry, now));
    arm(now);
  }

  void onTimer(Instant now) {
    armedFor = Instant.MAX;
    fire(now);
  }

  private void fire(Entry entry, Instant now) {
    if (entry.firing) {
      return;
    }
    Firings.due(entry.schedule.when(), entry.lastFiring, now)
        .ifPresent(
            due -> {
              TaskId id = Firings.id(entry.schedule, due.due());
              entry.firing = true;
              out.move(
                  number -> new Move.Fire(number, entry.schedule, id, due.due()),
                  () -> {
                    entry.firing = false;
                    entry.lastFiring = due.due();
                  },
                  () -> entry.firing = false);
              out.tell(
                  due.missed() == 0
                      ? new Notice.Fired(entry.schedule.name(), id, due.due())
                      : new Notice.CaughtUp(entry.schedule.name(), id, due.missed() + 1));
            });
  }

  /** One timer at a time, unless an earlier one is needed. */
  private void arm(Instant now) {
    if (entries.isEmpty()) {
      return;
    }
    Instant wake = now.plus(LONGEST_SLEEP);
    for (Entry entry : entries.values()) {
      Instant next =
          entry.firing
              ? now.plus(RETRY)
              : entry.schedule.when().next(entry.lastFiring).orElse(Instant.MAX);
      if (next.isBefore(wake)) {
        wake = next.isAfter(now) ? next : now.plus(RETRY);
      }
    }
    if (wake.isBefore(armedFor)) {
      armedFor = wake;
      out.plain(new Effect.StartTimer(Timer.FIRE, epoch, Duration.between(now, wake)));
    }
  }
}
