package dev.quiver.multicast.jms;

import dev.quiver.multicast.jms.Reports.Submitted;
import dev.quiver.multicast.log.PeerLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Logs that were handed in, by the rounds that they are of. A group's name can have been used
 * several times: those belong together whose processes have met.
 */
public final class HandedIn {

  /**
   * The logs of one round.
   *
   * @param group the group of the round
   * @param handedIn what is judged with it, in the order in which it came
   * @param damaged who handed in one that makes no sense, or that somebody else claims as well
   */
  public record Round(String group, List<Submitted> handedIn, SortedSet<Integer> damaged) {
    public Round {
      handedIn = List.copyOf(handedIn);
      damaged = Collections.unmodifiableSortedSet(new TreeSet<>(damaged));
    }

    /** Those that can be judged. */
    public List<PeerLog> logs() {
      List<PeerLog> logs = new ArrayList<>();
      for (Submitted each : handedIn) {
        PeerLog log = each.log();
        if (log != null && !damaged.contains(each.peer())) {
          logs.add(log);
        }
      }
      return logs;
    }

    /** Whom one of them has met, and who has not handed in: gone, or not there yet. */
    public SortedSet<Integer> missing() {
      Set<String> here = new HashSet<>();
      handedIn.forEach(each -> here.add(each.peer() + " " + each.id()));
      SortedSet<Integer> missing = new TreeSet<>();
      for (Submitted each : handedIn) {
        each.ids()
            .forEach(
                (peer, id) -> {
                  if (!here.contains(peer + " " + id)) {
                    missing.add(peer);
                  }
                });
      }
      return missing;
    }

    /** With whom the group was to begin, and whom nobody has met. */
    public SortedSet<Integer> notStarted() {
      SortedSet<Integer> notStarted = new TreeSet<>();
      logs().forEach(log -> notStarted.addAll(log.founders()));
      handedIn.forEach(each -> notStarted.remove(each.peer()));
      notStarted.removeAll(missing());
      return notStarted;
    }

    /** Whether everybody has handed in. */
    boolean isWhole() {
      return missing().isEmpty() && handedIn.stream().anyMatch(each -> !each.ids().isEmpty());
    }
  }

  private final List<List<Submitted>> rounds = new ArrayList<>();

  /** Another one, in the order in which they came. */
  public void add(Submitted log) {
    @Nullable List<Submitted> its = null;
    for (List<Submitted> round : rounds) {
      if (round.stream().anyMatch(other -> haveMet(log, other))) {
        its = round;
      } else if (log.ids().isEmpty() && mayHaveJoined(log, round)) {
        its = round; // The last such one, unless there is a surer sign.
      }
    }
    if (its == null) {
      its = new ArrayList<>();
      rounds.add(its);
    }
    // The same log twice is one: whoever hands it in cannot always tell whether it has arrived.
    if (its.stream().noneMatch(other -> log.key().equals(other.key()))) {
      its.add(log);
    }
  }

  private static boolean haveMet(Submitted one, Submitted other) {
    return one.group().equals(other.group())
        && (isSameProcess(one, other) || hasMet(one, other) || hasMet(other, one));
  }

  private static boolean isSameProcess(Submitted one, Submitted other) {
    return one.peer() == other.peer() && one.id().equals(other.id());
  }

  private static boolean hasMet(Submitted one, Submitted other) {
    return other.id().equals(one.ids().get(other.peer()));
  }

  private static boolean mayHaveJoined(Submitted log, List<Submitted> round) {
    return round.stream()
        .allMatch(other -> other.group().equals(log.group()) && other.peer() != log.peer());
  }

  /** In the order in which their first logs came. */
  public List<Round> rounds() {
    return rounds.stream().map(HandedIn::round).toList();
  }

  /** Takes those out that are over, in that order; the others stay. */
  List<Round> takeOver(Predicate<Round> over) {
    List<Round> taken = new ArrayList<>();
    for (Iterator<List<Submitted>> each = rounds.iterator(); each.hasNext(); ) {
      Round round = round(each.next());
      if (over.test(round)) {
        taken.add(round);
        each.remove();
      }
    }
    return taken;
  }

  @SuppressWarnings("ReferenceEquality") // Each is compared with all but itself.
  private static Round round(List<Submitted> its) {
    SortedSet<Integer> damaged = new TreeSet<>();
    for (Submitted each : its) {
      boolean claimed = its.stream().anyMatch(other -> other != each && isSameProcess(each, other));
      if (each.log() == null || claimed) {
        damaged.add(each.peer());
      }
    }
    return new Round(its.get(0).group(), its, damaged);
  }
}
