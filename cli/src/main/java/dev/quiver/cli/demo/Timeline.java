package dev.quiver.cli.demo;

import dev.quiver.cli.Cli;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.messaging.text.Messages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What happened in a demonstration, in the order in which it was heard of, and when. */
final class Timeline {

  /**
   * One thing that happened.
   *
   * @param source who did or said it: a role, and its id if it has one
   * @param kind what it is, for programs
   * @param text the same for people, in their language
   * @param english the same in English
   */
  record Entry(Instant at, String source, String kind, String text, String english) {

    /** Whether people are told of it. */
    boolean hasText() {
      return !text.isEmpty();
    }

    String line() {
      return new JsonLine()
          .put("at", at)
          .put("source", source)
          .put("event", kind)
          .put("text", english)
          .end();
    }
  }

  /** A text among the values of another. */
  record Word(String key) {}

  private static final Messages ENGLISH = Messages.of(Cli.class, Locale.ENGLISH);

  private final InstantSource clock;
  private final Messages text;
  private final Consumer<Entry> listener;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * @param text words for people
   * @param listener hears each entry at once
   */
  Timeline(InstantSource clock, Messages text, Consumer<Entry> listener) {
    this.clock = clock;
    this.text = text;
    this.listener = listener;
  }

  /** Adds what happens now, told by the text of that key. */
  Entry tell(String source, String kind, String key, Object... values) {
    return add(source, kind, words(text, key, values), words(ENGLISH, key, values));
  }

  private static String words(Messages in, String key, Object... values) {
    Object[] shown = values.clone();
    for (int i = 0; i < shown.length; i++) {
      shown[i] = shown[i] instanceof Word word ? in.format(word.key()) : shown[i];
    }
    return in.format(key, shown);
  }

  /** Adds what happens now. */
  Entry add(String source, String kind, String words, String english) {
    Entry entry = new Entry(clock.instant(), source, kind, words, english);
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
