package dev.quiver.tasks.worker;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that failed and are repeated in their slot after a while: members of groups, so that none
 * behind them comes before them, and those for whose wait the broker has no room. Belongs to the
 * slot's thread.
 */
final class Held {

  /**
   * One of them.
   *
   * @param last the attempt that failed
   * @param next which attempt is next
   * @param until when
   */
  record Entry(Attempt last, int next, Instant until) {}

  private final InstantSource clock;
  private final List<Entry> entries = new ArrayList<>();

  Held(InstantSource clock) {
    this.clock = clock;
  }

  void hold(Attempt attempt, Settlement.Hold hold) {
    entries.add(new Entry(attempt, hold.envelope().attempt(), attempt.end().plus(hold.delay())));
    entries.sort(Comparator.comparing(Entry::until));
  }

  boolean isNone() {
    return entries.isEmpty();
  }

  /** All of them, the first that is due first. */
  List<Entry> all() {
    return List.copyOf(entries);
  }

  /** The first whose time has come; null if there is none. */
  @Nullable Entry due() {
    return entries.isEmpty() || clock.instant().isBefore(entries.get(0).until())
        ? null
        : entries.get(0);
  }

  /** Whether a member of a group is held that came from that source. */
  boolean holdsGroupOf(Source source) {
    for (Entry each : entries) {
      if (each.last().arrival().source() == source
          && each.last().message().task().group() != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether one is held that the open transaction takes out of its queue. */
  boolean isAcknowledged() {
    for (Entry each : entries) {
      if (each.last().arrival().isAcknowledged()) {
        return true;
      }
    }
    return false;
  }

  /** It is held no longer. */
  void letGo(Entry entry) {
    entries.remove(entry);
  }

  /** None is held any longer: their messages have gone back. */
  void clear() {
    entries.clear();
  }

  /** How long the slot may wait before it looks again, in nanoseconds. */
  long patience() {
    return entries.isEmpty()
        ? Mailbox.LONG
        : clock.instant().until(entries.get(0).until(), ChronoUnit.NANOS);
  }
}
