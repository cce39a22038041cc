package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.log.PeerLog.End;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A group with a server: who comes in the middle of a round, and who comes back. */
class GroupServerIT {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void whoComesInTheMiddleOfARoundJoinsIt() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        GroupServer server = new GroupServer(connections, "lab");
        Agents agents = new Agents(connections, folder.resolve("logs"))) {
      agents.start("first", false);
      agents.start("second", false);
      assertThat(server.awaitPeers(2, PATIENCE)).containsExactly(1, 2);
      RoundConfig round = Rounds.slow(Rounds.config("lab-1", Order.TOTAL_SEQUENCER, 2, 400));
      Future<GroupServer.Outcome> run =
          agents.threads.submit(() -> server.run(round, peer -> {}, Duration.ofMinutes(3)));
      await().atMost(PATIENCE).until(() -> agents.delivered > 20);
      agents.start("third", true);
      GroupServer.Outcome outcome = run.get(180, TimeUnit.SECONDS);
      assertThat(outcome.joined()).containsExactly(3);
      assertThat(outcome.logs()).hasSize(3);
      assertThat(Checker.check(outcome.logs()).holds(Order.TOTAL_SEQUENCER.promises())).isTrue();
      assertThat(outcome.logs())
          .filteredOn(log -> log.peer() == 3)
          .allSatisfy(
              log -> {
                assertThat(log.entries().get(0).kind()).isEqualTo(LogEntry.Kind.STATE);
                assertThat(log.delivered()).hasSize(3 * 400);
              });
      server.end(PATIENCE);
    }
  }

  /** It counts from one again, and judges what was handed in while nobody was there. */
  @Test
  void peersFindAServerThatComesBack() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection connection = connections.connect(Use.FENCED);
        Agents agents = new Agents(connections, folder.resolve("logs"))) {
      try (GroupServer server = new GroupServer(connections, "lab")) {
        agents.start("first", false);
        agents.start("second", false);
        assertThat(server.awaitPeers(2, PATIENCE)).containsExactly(1, 2);
        RoundConfig round = Rounds.config("lab-1", Order.FIFO, 2, 5);
        assertThat(server.run(round, peer -> {}, PATIENCE).logs()).hasSize(2);
        // It ends before it has judged them.
      }
      new Hand(folder)
          .over(connection, 3, "# quiver multicast log 1\n# peer 3\n# end complete 0\n");
      try (GroupServer server = new GroupServer(connections, "lab")) {
        assertThat(server.awaitPeers(2, PATIENCE)).hasSize(2);
        List<HandedIn.Round> earlier = server.earlier();
        assertThat(earlier).singleElement().satisfies(round -> assertThat(round.logs()).hasSize(3));
        server.judged(earlier.get(0).handedIn());
        RoundConfig round = Rounds.config("lab-2", Order.FIFO, 2, 5);
        GroupServer.Outcome outcome = server.run(round, peer -> {}, PATIENCE);
        assertThat(outcome.logs()).hasSize(2);
        assertThat(outcome.notStarted()).isEmpty();
        server.judged(outcome.handedIn());
        server.end(PATIENCE);
      }
      try (GroupServer server = new GroupServer(connections, "lab")) {
        assertThat(server.earlier()).as("what is judged is not kept").isEmpty();
      }
    }
  }

  /** What was delivered until then is judged; the next round begins with the same peers. */
  @Test
  void aBrokerThatGoesAwayBreaksTheRoundOffAndNobodyEnds() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        GroupServer server = new GroupServer(connections, "lab");
        Agents agents = new Agents(connections, folder.resolve("logs"))) {
      agents.start("first", false);
      agents.start("second", false);
      assertThat(server.awaitPeers(2, PATIENCE)).containsExactly(1, 2);
      RoundConfig round = Rounds.slow(Rounds.config("lab-1", Order.TOTAL_SEQUENCER, 2, 10_000));
      Future<GroupServer.Outcome> run =
          agents.threads.submit(() -> server.run(round, peer -> {}, Duration.ofMinutes(3)));
      await().atMost(PATIENCE).until(() -> agents.delivered > 20);
      Logger logger = (Logger) LoggerFactory.getLogger(GroupServer.class);
      ListAppender<ILoggingEvent> lines = new ListAppender<>();
      lines.start();
      logger.addAppender(lines);
      broker.restart();
      GroupServer.Outcome outcome = run.get(180, TimeUnit.SECONDS);
      logger.detachAppender(lines);
      assertThat(lines.list).as("whoever waits is told by the command").isEmpty();
      assertThat(agents.ends).containsExactly(End.CRASHED, End.CRASHED);
      assertThat(outcome.missing()).isEmpty();
      assertThat(outcome.logs())
          .hasSize(2)
          .allSatisfy(log -> assertThat(log.end()).isEqualTo(End.CRASHED))
          .anySatisfy(log -> assertThat(log.delivered()).hasSizeGreaterThan(10));
      assertThat(Checker.check(outcome.logs()).holds(Order.TOTAL_SEQUENCER.promises())).isTrue();
      server.judged(outcome.handedIn());
      assertThat(server.awaitPeers(2, PATIENCE)).containsExactly(1, 2);
      GroupServer.Outcome next =
          server.run(Rounds.config("lab-2", Order.FIFO, 2, 5), peer -> {}, PATIENCE);
      assertThat(next.logs()).hasSize(2).allMatch(PeerLog::isCorrect);
      server.judged(next.handedIn());
      assertThat(server.earlier()).isEmpty();
      server.end(PATIENCE);
    }
  }

  @Test
  void aPeerForWhomThereIsNoNumberEndsAndSaysWhy() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        GroupServer server = new GroupServer(connections, "lab");
        Agents agents = new Agents(connections, folder.resolve("logs"))) {
      String[] ids = new String[RoundConfig.MAX_PEERS];
      Arrays.setAll(ids, i -> "p" + i);
      Hand.register(connections, ids);
      assertThat(server.present()).isNotEmpty();
      assertThatThrownBy(() -> agents.start("more", false).get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(UnusableValueException.class)
          .hasMessageContaining("100 peers already");
    }
  }
}
