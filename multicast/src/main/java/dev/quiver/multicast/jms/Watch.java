package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows by presence that this peer is here, and notices peers that are not: those seen before who
 * are not seen any more, and those who do not come within the start wait. A look that fails says
 * nothing about anybody.
 */
final class Watch implements AutoCloseable {

  /** How long a peer is thought to be here after its last sign. */
  static final Duration PRESENCE = Duration.ofSeconds(6);

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final long STOP_SECONDS = 5;
  private static final Duration LOOK = Duration.ofMillis(500);

  private final RoundConfig round;
  private final int self;
  private final PresencePublisher presence;
  private final PeersHere peers;
  private final IntConsumer gone;
  private final Set<Integer> seen = new HashSet<>();
  private final Set<Integer> missed = new HashSet<>();
  private final Set<Integer> told = new HashSet<>();
  private final Map<Integer, Long> since = new HashMap<>();
  private final Map<Integer, String> met = new ConcurrentHashMap<>();
  private final ScheduledExecutorService looks;
  private volatile Set<Integer> members;

  Watch(BrokerConnection connection, RoundConfig round, int self, String id, IntConsumer gone) {
    this.round = round;
    this.members = round.members();
    this.self = self;
    this.gone = gone;
    this.peers = new PeersHere(connection, round.group());
    this.presence =
        PresencePublisher.start(
            connection,
            PresenceKind.PEER,
            round.group() + "-" + self,
            id,
            facts -> facts.field("group", round.group()).field("peer", self),
            PRESENCE,
            InstantSource.system());
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "watch-" + round.group() + "-" + self);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Looks for the others from now on; that this peer is here is shown already. */
  void start() {
    var unused =
        looks.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** That process is the peer of that number; an entry of another one is left from earlier. */
  void met(int peer, String id) {
    met.put(peer, id);
  }

  /** Those are watched from now on. */
  void watch(Set<Integer> peers) {
    members = Set.copyOf(peers);
  }

  private void look() {
    try {
      Map<Integer, Set<String>> here = peers.now();
      long now = System.nanoTime();
      for (int member : members) {
        long watched = now - since.computeIfAbsent(member, unknown -> now);
        boolean started = watched > round.startWait().toNanos();
        if (member == self || isHere(member, here)) {
          missed.remove(member);
        } else if ((seen.contains(member) || started) && !missed.add(member) && told.add(member)) {
          gone.accept(member);
        }
      }
    } catch (QuiverMessagingException e) {
      LOG.debug("peer {}: nobody could be looked for: {}", self, e.getMessage());
    } catch (RuntimeException e) {
      // An executor would stop looking in silence.
      LOG.warn("peer {}: the look for others failed: {}", self, e.toString());
    }
  }

  /** Who has not been heard yet may be shown by an entry of an earlier group of that name. */
  private boolean isHere(int member, Map<Integer, Set<String>> here) {
    Set<String> ids = here.getOrDefault(member, Set.of());
    String id = met.get(member);
    boolean isHere = id == null ? !ids.isEmpty() : ids.contains(id);
    if (isHere && (id != null || !round.members().contains(member))) {
      seen.add(member);
    }
    return isHere;
  }

  @Override
  public void close() {
    looks.shutdown();
    try {
      if (!looks.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        looks.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    presence.close();
  }
}
