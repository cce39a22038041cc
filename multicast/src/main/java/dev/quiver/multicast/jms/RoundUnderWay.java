package dev.quiver.multicast.jms;

import dev.quiver.multicast.log.PeerLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a round has brought so far, and whose log is still waited for. Times are nanoseconds. */
final class RoundUnderWay {

  /** How long a log is waited for after its peer was last heard of. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(RoundUnderWay.class);

  private final RoundConfig config;
  private final long begun;
  private final List<Reports.Submitted> handedIn = new ArrayList<>();
  private final List<PeerLog> logs = new ArrayList<>();
  private final TreeSet<Integer> members;
  private final TreeSet<Integer> waiting;
  private final TreeSet<Integer> settled = new TreeSet<>();
  private final TreeSet<Integer> damaged = new TreeSet<>();
  private final TreeMap<Integer, Long> lastSeen = new TreeMap<>();
  private Traffic traffic = Traffic.NONE;

  RoundUnderWay(RoundConfig config, long now) {
    this.config = config;
    this.begun = now;
    this.members = new TreeSet<>(config.members());
    this.waiting = new TreeSet<>(members);
  }

  /** The name of its group. */
  String group() {
    return config.group();
  }

  boolean isOver() {
    return waiting.isEmpty();
  }

  /**
   * A log was handed in.
   *
   * @param holder who has the number that it names; null for nobody
   * @return whether it is one of this round that can be read
   */
  boolean take(Reports.Submitted log, Manager.@Nullable Holder holder) {
    handedIn.add(log);
    if (settled.contains(log.peer()) || !members.contains(log.peer())) {
      return false;
    }
    if (!new Manager.Holder(log.id(), log.user()).equals(holder)) {
      LOG.warn(
          "a log of peer {} came from {} ({}), who is not that peer: it does not count",
          log.peer(),
          log.user(),
          log.id());
      damaged.add(log.peer()); // Unless the true one comes.
      return false;
    }
    settled.add(log.peer());
    damaged.remove(log.peer());
    waiting.remove(log.peer());
    PeerLog read = log.log();
    if (read == null) {
      damaged.add(log.peer());
      return false;
    }
    logs.add(read);
    traffic = traffic.plus(log.traffic());
    return true;
  }

  void joined(Set<Integer> joiners, long now) {
    for (int joiner : joiners) {
      if (members.add(joiner)) {
        waiting.add(joiner);
        lastSeen.put(joiner, now);
      }
    }
  }

  void seen(Set<Integer> here, long now) {
    here.forEach(peer -> lastSeen.put(peer, now));
  }

  /** Nobody could be looked for, which says nothing about anybody. */
  void notLooked(long now) {
    lastSeen.replaceAll((peer, before) -> now);
  }

  /** Whoever is gone is not waited for. */
  void giveUp(long now) {
    long late = config.startWait().plus(LATE).toNanos();
    waiting.removeIf(
        peer -> {
          Long last = lastSeen.get(peer);
          return last != null ? now - last > LATE.toNanos() : now - begun > late;
        });
  }

  /**
   * What it has brought.
   *
   * @param started who has answered that it started
   */
  GroupServer.Outcome outcome(Set<Integer> started) {
    TreeSet<Integer> missing = new TreeSet<>(members);
    logs.forEach(log -> missing.remove(log.peer()));
    missing.removeAll(damaged);
    TreeSet<Integer> notStarted = new TreeSet<>(config.members());
    notStarted.removeAll(started);
    TreeSet<Integer> joined = new TreeSet<>(members);
    joined.removeAll(config.members());
    return new GroupServer.Outcome(handedIn, logs, missing, damaged, notStarted, joined, traffic);
  }
}
