package dev.quiver.multicast.jms;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The group manager's memory: who is registered under which number, and which round is to be run.
 * Peers ask for what comes next, again and again, so that a lost answer is no problem. Safe for
 * several threads.
 */
final class Manager {

  /** Whoever has not asked for so long is not there. */
  static final Duration ALIVE = Duration.ofSeconds(5);

  /** Whoever has not asked for so long, and in no round meanwhile, loses its number. */
  static final Duration FORGOTTEN = Duration.ofMinutes(1);

  /**
   * Who has a number.
   *
   * @param id the id that the peer gave itself
   * @param user the account that asked for it, as the broker vouches
   */
  record Holder(String id, String user) {}

  private static final class Member {
    final int number;
    final Holder holder;
    Instant heard;
    int started;

    Member(int number, Holder holder, Instant heard) {
      this.number = number;
      this.holder = holder;
      this.heard = heard;
    }
  }

  /** A round to be run, by its number from 1. */
  record Round(int number, RoundConfig config) {}

  private final InstantSource clock;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final SortedSet<Integer> joiners = new TreeSet<>();
  private final Map<Integer, Holder> holders = new HashMap<>();
  private @Nullable Round round;
  private Instant idleSince;
  private boolean ended;

  Manager(InstantSource clock) {
    this.clock = clock;
    this.idleSince = clock.instant();
  }

  /**
   * The number of the peer of that id; the same one again if it is known.
   *
   * @param user the account that asks, as the broker vouches
   * @return 0 if there are as many peers as a group can have
   */
  synchronized int register(String id, String user) {
    Member member = members.get(id);
    if (member == null) {
      forget();
      int number = 1;
      TreeSet<Integer> taken = new TreeSet<>();
      members.values().forEach(each -> taken.add(each.number));
      while (taken.contains(number)) {
        number++;
      }
      if (number > RoundConfig.MAX_PEERS) {
        return 0;
      }
      member = new Member(number, new Holder(id, user), clock.instant());
      members.put(id, member);
    }
    member.heard = clock.instant();
    return member.number;
  }

  /**
   * Checks that it is not another account's.
   *
   * @throws RejectedMessageException if it is
   */
  synchronized void requireTheirs(String id, String user) {
    Member member = members.get(id);
    if (member != null && !member.holder.user().equals(user)) {
      throw new RejectedMessageException(
          Rejection.NOT_ENTITLED, "the peer " + id + " is not of the account " + user);
    }
  }

  /** Nobody asks during a round: what is under way, or has just ended, forgets nobody. */
  private void forget() {
    Instant oldest = clock.instant().minus(FORGOTTEN);
    if (round == null && idleSince.isBefore(oldest)) {
      members.values().removeIf(member -> member.heard.isBefore(oldest));
    }
  }

  synchronized boolean knows(String id) {
    return members.containsKey(id);
  }

  synchronized void deregister(String id) {
    members.remove(id);
  }

  /** The ids of all, by their numbers. */
  synchronized List<String> list() {
    return members.entrySet().stream()
        .map(each -> each.getValue().number + " " + each.getKey())
        .toList();
  }

  /** The numbers of those who are there. */
  synchronized SortedSet<Integer> present() {
    SortedSet<Integer> present = new TreeSet<>();
    Instant oldest = clock.instant().minus(ALIVE);
    members.values().stream()
        .filter(member -> member.heard.isAfter(oldest))
        .forEach(member -> present.add(member.number));
    return present;
  }

  /** The round to be run by the peer of that id, if it has not started it yet; null to wait. */
  synchronized @Nullable Round next(String id, int after) {
    Member member = members.get(id);
    if (member != null) {
      member.heard = clock.instant();
    }
    Round current = round;
    boolean concerned =
        member != null
            && current != null
            && current.number() > after
            && current.config().members().contains(member.number);
    return concerned ? current : null;
  }

  /**
   * As {@link #next}, and also a round under way that began without the peer, if its ordering takes
   * joiners.
   */
  synchronized @Nullable Round join(String id, int after) {
    Round asMember = next(id, after);
    Member member = members.get(id);
    Round current = round;
    if (asMember != null || member == null || current == null || current.number() <= after) {
      return asMember;
    }
    if (!current.config().order().takesJoiners()) {
      return null;
    }
    if (joiners.add(member.number)) {
      holders.put(member.number, member.holder);
    }
    return current;
  }

  /** Who has joined the round under way. */
  synchronized SortedSet<Integer> joiners() {
    return new TreeSet<>(joiners);
  }

  /** The peer has answered that it started that round. */
  synchronized void started(String id, int number) {
    Member member = members.get(id);
    if (member != null) {
      member.heard = clock.instant();
      member.started = number;
    }
  }

  /** Who has started that round. */
  synchronized SortedSet<Integer> startedOf(int number) {
    SortedSet<Integer> started = new TreeSet<>();
    members.values().stream()
        .filter(member -> member.started >= number)
        .forEach(member -> started.add(member.number));
    return started;
  }

  synchronized void start(Round next) {
    round = next;
    joiners.clear();
    holders.clear();
    members.values().stream()
        .filter(member -> next.config().members().contains(member.number))
        .forEach(member -> holders.put(member.number, member.holder));
  }

  /** Who takes part under that number in the round that was started last; null for nobody. */
  synchronized @Nullable Holder holder(int number) {
    return holders.get(number);
  }

  /** The round under way is over: nobody joins it any more. */
  synchronized void over() {
    round = null;
    idleSince = clock.instant();
  }

  /** There are no more rounds. */
  synchronized void end() {
    ended = true;
    round = null;
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  synchronized boolean isEmpty() {
    return members.isEmpty();
  }
}
