package dev.quiver.multicast.jms;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.View;
import dev.quiver.multicast.log.LogText;
import dev.quiver.multicast.log.PeerLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs rounds on a real broker, all peers in this process, each with a connection of its own. */
final class Rounds {

  private final BrokerFixture broker;
  private final Path folder;
  private int number;

  Rounds(BrokerFixture broker, Path folder) {
    this.broker = broker;
    this.folder = folder;
  }

  static RoundConfig config(String group, Order order, int peers, int messages) {
    return new RoundConfig(
        group,
        View.first(peers).members(),
        order,
        messages,
        Duration.ZERO,
        Duration.ZERO,
        1,
        16,
        Duration.ofSeconds(30));
  }

  static RoundConfig withSize(RoundConfig config, int size) {
    return new RoundConfig(
        config.group(),
        config.members(),
        config.order(),
        config.messages(),
        config.minDelay(),
        config.maxDelay(),
        config.seed(),
        size,
        config.startWait());
  }

  /** A round of so many peers without any delays; its logs. */
  List<PeerLog> run(Order order, int peers, int messages) throws Exception {
    return run(config("round" + ++number + "-" + order.label(), order, peers, messages));
  }

  List<PeerLog> run(RoundConfig round) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<PeerLog>> ends = new ArrayList<>();
      for (int peer : round.members()) {
        Callable<PeerLog> one = () -> peer(round, peer);
        ends.add(threads.submit(one));
      }
      List<PeerLog> logs = new ArrayList<>();
      for (Future<PeerLog> end : ends) {
        logs.add(end.get(120, TimeUnit.SECONDS));
      }
      return logs;
    } finally {
      threads.shutdownNow();
    }
  }

  /** One peer until its end. */
  PeerLog peer(RoundConfig round, int self) throws InterruptedException, IOException {
    try (Connections connections = broker.connectionsAs("peer");
        PeerRound peer =
            PeerRound.start(
                connections,
                round,
                self,
                "p" + self,
                folder,
                RoundListener.silent(),
                Clock.systemUTC())) {
      Path log = peer.await().log();
      return LogText.read(log);
    }
  }

  /** The same, said slowly. */
  static RoundConfig slow(RoundConfig round) {
    return new RoundConfig(
        round.group(),
        round.members(),
        round.order(),
        round.messages(),
        Duration.ofMillis(5),
        Duration.ofMillis(15),
        round.seed(),
        round.size(),
        round.startWait());
  }
}
