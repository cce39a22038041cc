package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
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
  private final long begun = System.nanoTime();
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
    var unused =
        looks.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Those are watched from now on. */
  void watch(Set<Integer> peers) {
    members = Set.copyOf(peers);
  }

  private void look() {
    try {
      Set<Integer> here = peers.now();
      boolean started = System.nanoTime() - begun > round.startWait().toNanos();
      for (int member : members) {
        if (member == self || here.contains(member)) {
          missed.remove(member);
        } else if ((seen.contains(member) || started) && !missed.add(member) && told.add(member)) {
          gone.accept(member);
        }
      }
      seen.addAll(here);
    } catch (QuiverMessagingException e) {
      LOG.debug("peer {}: nobody could be looked for: {}", self, e.getMessage());
    } catch (RuntimeException e) {
      // An executor would stop looking in silence.
      LOG.warn("peer {}: the look for others failed: {}", self, e.toString());
    }
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
