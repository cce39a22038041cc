package dev.quiver.multicast.jms;

import dev.quiver.multicast.jms.Reports.Submitted;
import dev.quiver.multicast.log.PeerLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
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
   * @param logs in the order in which they came
   * @param damaged who handed in one that makes no sense
   */
  public record Round(String group, List<PeerLog> logs, SortedSet<Integer> damaged) {
    public Round {
      logs = List.copyOf(logs);
      damaged = Collections.unmodifiableSortedSet(new TreeSet<>(damaged));
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
    if (its.stream().noneMatch(other -> isSameProcess(log, other))) {
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
    List<Round> all = new ArrayList<>();
    for (List<Submitted> round : rounds) {
      List<PeerLog> logs = new ArrayList<>();
      SortedSet<Integer> damaged = new TreeSet<>();
      for (Submitted each : round) {
        PeerLog log = each.log();
        if (log == null) {
          damaged.add(each.peer());
        } else {
          logs.add(log);
        }
      }
      all.add(new Round(round.get(0).group(), logs, damaged));
    }
    return all;
  }
}
