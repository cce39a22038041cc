package dev.quiver.cli.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.TestContexts;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.View;
import dev.quiver.multicast.jms.GroupServer;
import dev.quiver.multicast.jms.PeerAgent;
import dev.quiver.multicast.jms.PeerRound;
import dev.quiver.multicast.jms.RoundConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundRunnerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void aJoinerThatDoesNotComeIsSaidAndTheRoundIsNotAsItWasAskedFor() throws Exception {
    TestContexts quiver = TestContexts.plain(folder);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        GroupServer server = new GroupServer(connections, "lab");
        PeerAgent peer =
            new PeerAgent(
                connections, "lab", "first", folder.resolve("logs"), false, new Silent())) {
      Future<Void> ended =
          thread.submit(
              () -> {
                peer.run();
                return null;
              });
      assertThat(server.awaitPeers(1, PATIENCE)).containsExactly(1);
      RoundRunner runner = new RoundRunner(quiver.context(), server, true, null);
      assertThat(runner.run(round("lab-1"), Set.of(), Set.of(2))).isFalse();
      assertThat(quiver.err()).contains("Peers [2] have not joined");
      assertThat(quiver.out()).contains("\"notStarted\":[\"2\"],\"deliveries\":5");
      assertThat(runner.run(round("lab-2"), Set.of(), Set.of())).as(quiver.err()).isTrue();
      server.end(PATIENCE);
      assertThat(ended.get(60, TimeUnit.SECONDS)).isNull();
    } finally {
      thread.shutdownNow();
    }
  }

  private static RoundConfig round(String name) {
    return new RoundConfig(
        name,
        View.first(1).members(),
        Order.FIFO,
        5,
        Duration.ZERO,
        Duration.ZERO,
        1,
        16,
        PATIENCE);
  }

  private static final class Silent implements PeerAgent.Listener {
    @Override
    public void told(PeerMessage message) {}

    @Override
    public void registered(int number) {}

    @Override
    public void cameTooLate(int round) {}

    @Override
    public void waitingForManager() {}

    @Override
    public void started(int round, RoundConfig config) {}

    @Override
    public void missed(int round) {}

    @Override
    public void ended(int round, PeerRound.Result result) {}
  }
}
