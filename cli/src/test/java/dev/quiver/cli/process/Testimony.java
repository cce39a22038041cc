package dev.quiver.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What witnesses have written down, and what follows from it. */
final class Testimony {

  /**
   * Accepted by one broker.
   *
   * @param broker which
   * @param begun when the send began, in nanoseconds
   * @param done when it returned
   */
  record Accepted(String broker, String id, long begun, long done) {}

  /** Nobody takes over and gives back in less. */
  private static final Duration NEVER_SO_SHORT = Duration.ofSeconds(1);

  private Testimony() {}

  /** What that witness of that broker has written so far; a line that is not whole is left out. */
  static List<Accepted> read(String broker, Path file) {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      List<Accepted> all = new ArrayList<>();
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        String[] words = line.split(" ", -1);
        all.add(new Accepted(broker, words[0], Long.parseLong(words[1]), Long.parseLong(words[2])));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How often a broker accepted something while another one did: one accepted it, the other one
   * accepted something that was begun after that, and the first again something begun after that,
   * all in less time than a takeover and its return would take.
   */
  static int overlaps(List<Accepted> all) {
    List<Accepted> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(Accepted::done));
    int overlaps = 0;
    for (int i = 1; i < sorted.size(); i++) {
      Accepted middle = sorted.get(i);
      if (!middle.broker().equals(sorted.get(i - 1).broker()) && isBetween(sorted, i)) {
        overlaps++;
      }
    }
    return overlaps;
  }

  private static boolean isBetween(List<Accepted> sorted, int index) {
    Accepted middle = sorted.get(index);
    Accepted before = sorted.get(index - 1);
    if (before.done() > middle.begun()) {
      return false;
    }
    for (int i = index + 1; i < sorted.size(); i++) {
      Accepted after = sorted.get(i);
      if (after.done() - before.done() > NEVER_SO_SHORT.toNanos()) {
        return false;
      }
      if (!after.broker().equals(middle.broker()) && after.begun() > middle.done()) {
        return true;
      }
    }
    return false;
  }

  /** What was accepted and is not there in the end. */
  static List<String> lost(List<Accepted> accepted, Set<String> found) {
    return accepted.stream().map(Accepted::id).filter(each -> !found.contains(each)).toList();
  }
}
