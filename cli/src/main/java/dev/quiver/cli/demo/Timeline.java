package dev.quiver.cli.demo;

import dev.quiver.cli.output.JsonLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What happened in a demonstration, in the order in which it was heard of, and when. */
final class Timeline {

  /**
   * One thing that happened.
   *
   * @param source who did or said it
   * @param kind what it is, for programs
   * @param text the same for people
   */
  record Entry(Instant at, String source, String kind, String text) {

    /** Whether people are told of it. */
    boolean hasText() {
      return !text.isEmpty();
    }

    String line() {
      return new JsonLine()
          .put("at", at)
          .put("source", source)
          .put("event", kind)
          .put("text", text)
          .end();
    }
  }

  private final InstantSource clock;
  private final Consumer<Entry> listener;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * @param listener hears each entry at once
   */
  Timeline(InstantSource clock, Consumer<Entry> listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /** Adds what happens now. */
  Entry add(String source, String kind, String text) {
    Entry entry = new Entry(clock.instant(), source, kind, text);
    synchronized (this) {
      entries.add(entry);
      notifyAll();
    }
    listener.accept(entry);
    return entry;
  }

  /** The first entry from that one on that is wanted; waits for it, and not for ever. */
  synchronized Optional<Entry> await(int from, Predicate<Entry> wanted, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (int next = from; ; ) {
      for (; next < entries.size(); next++) {
        if (wanted.test(entries.get(next))) {
          return Optional.of(entries.get(next));
        }
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** How many there are: what comes from now on has this number or a higher one. */
  synchronized int now() {
    return entries.size();
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }
}
