package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.log.PeerLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers hand in to the server of a group, rightly or not. */
class HandedInIT {

  private static final Duration PATIENCE = GroupServerIT.PATIENCE;

  private static final String EMPTY =
      "# quiver multicast log 1\n# peer %d\n# order fifo\n# end complete 0\n";

  @TempDir Path folder;
  private Hand hand;

  @BeforeEach
  void open() {
    hand = new Hand(folder);
  }

  @Test
  void aDamagedLogIsLeftOutAndSaid() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection connection = connections.connect(Use.FENCED);
        GroupServer server = new GroupServer(connections, "lab")) {
      String sound =
          "# quiver multicast log 1\n# group lab-1\n# peer 1\n# id a\n# order fifo\n# end complete 0\n";
      Hand.register(connections, "p1", "p2", "p3");
      hand.over(connection, 1, sound);
      hand.over(connection, 2, "# quiver multicast log 1\n# peer 2\n# end complete 7\n");
      hand.over(connection, 3, sound); // Somebody else's.
      RoundConfig round = Rounds.config("lab-1", Order.FIFO, 3, 10);
      GroupServer.Outcome outcome = server.run(round, peer -> {}, PATIENCE);
      assertThat(outcome.logs()).hasSize(1);
      assertThat(outcome.damaged()).containsExactly(2, 3);
      assertThat(outcome.missing()).isEmpty();
    }
  }

  /** It comes while another round is judged, and the server ends without a look at it. */
  @Test
  void theLogOfAnotherRoundStaysOnTheBrokerUntilItIsJudged() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection connection = connections.connect(Use.FENCED);
        Agents agents = new Agents(connections, folder.resolve("logs"))) {
      try (GroupServer server = new GroupServer(connections, "lab")) {
        agents.start("first", false);
        assertThat(server.awaitPeers(1, PATIENCE)).containsExactly(1);
        hand.over(connection, "lab-0", 2, EMPTY.formatted(2));
        GroupServer.Outcome outcome =
            server.run(Rounds.config("lab-1", Order.FIFO, 1, 5), peer -> {}, PATIENCE);
        assertThat(outcome.logs()).extracting(PeerLog::peer).containsExactly(1);
        server.judged(outcome.handedIn());
        server.end(PATIENCE);
      }
      try (GroupServer server = new GroupServer(connections, "lab")) {
        assertThat(server.earlier())
            .singleElement()
            .satisfies(round -> assertThat(round.group()).isEqualTo("lab-0"));
      }
    }
  }

  @Test
  void aLogWhosePartsComeSlowlyIsWaitedForAndNoPartOfItIsJudged() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection connection = connections.connect(Use.FENCED)) {
      Thread slow = hand.slowly(connection, EMPTY.formatted(4), Duration.ofMillis(700));
      try (GroupServer server = new GroupServer(connections, "lab")) {
        assertThat(server.earlier())
            .singleElement()
            .satisfies(round -> assertThat(round.logs()).hasSize(1));
        server.judged(List.of());
      }
      slow.join(PATIENCE.toMillis());
      try (GroupServer server = new GroupServer(connections, "lab")) {
        assertThat(server.earlier()).as("nobody has judged it").hasSize(1);
      }
    }
  }

  @Test
  void aRoundWhosePeersStillRunIsNotJudgedByTheServerAfterTheOneThatIsGone() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection connection = connections.connect(Use.FENCED);
        Agents agents = new Agents(connections, folder.resolve("logs"))) {
      Future<GroupServer.Outcome> run;
      try (GroupServer server = new GroupServer(connections, "lab")) {
        agents.start("first", false);
        assertThat(server.awaitPeers(1, PATIENCE)).containsExactly(1);
        agents.start("second", false);
        assertThat(server.awaitPeers(2, PATIENCE)).containsExactly(1, 2);
        RoundConfig round = Rounds.slow(Rounds.config("lab-1", Order.FIFO, 2, 1_500));
        run = agents.threads.submit(() -> server.run(round, peer -> {}, PATIENCE));
        await().atMost(PATIENCE).until(() -> agents.delivered > 20);
        run.cancel(true);
      }
      Path log = Files.writeString(folder.resolve("third.log"), EMPTY.formatted(3));
      Map<Integer, String> met = Map.of(1, "first", 2, "second");
      Reports.submit(
          connection, "lab", new Reports.Submission("lab-1", 3, "third", log, Traffic.NONE, met));
      try (GroupServer server = new GroupServer(connections, "lab")) {
        assertThat(server.earlier()).as("two of three are still at it").isEmpty();
        assertThat(agents.ends).isEmpty();
        List<HandedIn.Round> earlier = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> earlier.addAll(server.earlier()));
        assertThat(earlier).singleElement().satisfies(round -> assertThat(round.logs()).hasSize(3));
        server.end(PATIENCE);
      }
    }
  }

  @Test
  void aLogOfSomebodyElseDoesNotCountAndTheTrueOneDoes() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        Connections others = broker.connectionsAs("admin");
        BrokerConnection connection = connections.connect(Use.FENCED);
        BrokerConnection other = others.connect(Use.FENCED);
        GroupServer server = new GroupServer(connections, "lab")) {
      Hand.register(connections, "p1", "p3");
      String forged = "# quiver multicast log 1\n# peer %d\n# order forged\n# end complete 0\n";
      hand.over(other, 1, forged.formatted(1));
      hand.over(connection, 2, forged.formatted(2)); // As p2, who is not registered.
      hand.over(connection, 1, EMPTY.formatted(1));
      Path file = Files.writeString(folder.resolve("true.log"), EMPTY.formatted(2));
      Reports.submit(
          connection,
          "lab",
          new Reports.Submission("lab-1", 2, "p3", file, Traffic.NONE, Map.of()));
      GroupServer.Outcome outcome =
          server.run(Rounds.config("lab-1", Order.FIFO, 2, 10), peer -> {}, PATIENCE);
      assertThat(outcome.logs())
          .hasSize(2)
          .allSatisfy(log -> assertThat(log.order()).isEqualTo("fifo"));
      assertThat(outcome.damaged()).isEmpty();
      assertThat(outcome.handedIn()).hasSize(4);
    }
  }
}
