package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.batch.TransactedSession;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.messaging.reply.Requester;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.log.PeerLog.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A group with a server: who comes in the middle of a round, and logs that make no sense. */
class GroupServerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String EMPTY =
      "# quiver multicast log 1\n# peer %d\n# order fifo\n# end complete 0\n";

  @TempDir Path folder;

  @Test
  void whoComesInTheMiddleOfARoundJoinsIt() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        GroupServer server = new GroupServer(connections, "lab");
        Agents agents = new Agents(connections)) {
      agents.start("first", false);
      agents.start("second", false);
      assertThat(server.awaitPeers(2, PATIENCE)).containsExactly(1, 2);
      RoundConfig round = slow(Rounds.config("lab-1", Order.TOTAL_SEQUENCER, 2, 400));
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

  @Test
  void aDamagedLogIsLeftOutAndSaid() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection connection = connections.connect(Use.FENCED);
        GroupServer server = new GroupServer(connections, "lab")) {
      String sound =
          "# quiver multicast log 1\n# group lab-1\n# peer 1\n# id a\n# order fifo\n# end complete 0\n";
      register(connections, "p1", "p2", "p3");
      hand(connection, 1, sound);
      hand(connection, 2, "# quiver multicast log 1\n# peer 2\n# end complete 7\n");
      hand(connection, 3, sound); // Somebody else's.
      RoundConfig round = Rounds.config("lab-1", Order.FIFO, 3, 10);
      GroupServer.Outcome outcome = server.run(round, peer -> {}, PATIENCE);
      assertThat(outcome.logs()).hasSize(1);
      assertThat(outcome.damaged()).containsExactly(2, 3);
      assertThat(outcome.missing()).isEmpty();
    }
  }

  /** It counts from one again, and judges what was handed in while nobody was there. */
  @Test
  void peersFindAServerThatComesBack() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection connection = connections.connect(Use.FENCED);
        Agents agents = new Agents(connections)) {
      try (GroupServer server = new GroupServer(connections, "lab")) {
        agents.start("first", false);
        agents.start("second", false);
        assertThat(server.awaitPeers(2, PATIENCE)).containsExactly(1, 2);
        RoundConfig round = Rounds.config("lab-1", Order.FIFO, 2, 5);
        assertThat(server.run(round, peer -> {}, PATIENCE).logs()).hasSize(2);
        // It ends before it has judged them.
      }
      hand(connection, 3, "# quiver multicast log 1\n# peer 3\n# end complete 0\n");
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
        Agents agents = new Agents(connections)) {
      agents.start("first", false);
      agents.start("second", false);
      assertThat(server.awaitPeers(2, PATIENCE)).containsExactly(1, 2);
      RoundConfig round = slow(Rounds.config("lab-1", Order.TOTAL_SEQUENCER, 2, 10_000));
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

  /** It comes while another round is judged, and the server ends without a look at it. */
  @Test
  void theLogOfAnotherRoundStaysOnTheBrokerUntilItIsJudged() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection connection = connections.connect(Use.FENCED);
        Agents agents = new Agents(connections)) {
      try (GroupServer server = new GroupServer(connections, "lab")) {
        agents.start("first", false);
        assertThat(server.awaitPeers(1, PATIENCE)).containsExactly(1);
        hand(connection, "lab-0", 2, EMPTY.formatted(2));
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
      Thread hand = handSlowly(connection, EMPTY.formatted(4), Duration.ofMillis(700));
      try (GroupServer server = new GroupServer(connections, "lab")) {
        assertThat(server.earlier())
            .singleElement()
            .satisfies(round -> assertThat(round.logs()).hasSize(1));
        server.judged(List.of());
      }
      hand.join(PATIENCE.toMillis());
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
        Agents agents = new Agents(connections)) {
      Future<GroupServer.Outcome> run;
      try (GroupServer server = new GroupServer(connections, "lab")) {
        agents.start("first", false);
        assertThat(server.awaitPeers(1, PATIENCE)).containsExactly(1);
        agents.start("second", false);
        assertThat(server.awaitPeers(2, PATIENCE)).containsExactly(1, 2);
        RoundConfig round = slow(Rounds.config("lab-1", Order.FIFO, 2, 1_500));
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
      register(connections, "p1", "p3");
      String forged = "# quiver multicast log 1\n# peer %d\n# order forged\n# end complete 0\n";
      hand(other, 1, forged.formatted(1));
      hand(connection, 2, forged.formatted(2)); // As p2, who is not registered.
      hand(connection, 1, EMPTY.formatted(1));
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

  @Test
  void aPeerForWhomThereIsNoNumberEndsAndSaysWhy() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"));
        Connections connections = broker.connectionsAs("peer");
        GroupServer server = new GroupServer(connections, "lab");
        Agents agents = new Agents(connections)) {
      String[] ids = new String[RoundConfig.MAX_PEERS];
      Arrays.setAll(ids, i -> "p" + i);
      register(connections, ids);
      assertThat(server.present()).isNotEmpty();
      assertThatThrownBy(() -> agents.start("more", false).get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(UnusableValueException.class)
          .hasMessageContaining("100 peers already");
    }
  }

  private static RoundConfig slow(RoundConfig round) {
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

  private void hand(BrokerConnection connection, int peer, String text) throws IOException {
    hand(connection, "lab-1", peer, text);
  }

  private void hand(BrokerConnection connection, String round, int peer, String text)
      throws IOException {
    Path file = Files.writeString(folder.resolve("handed-" + peer + ".log"), text);
    Reports.submit(
        connection,
        "lab",
        new Reports.Submission(round, peer, "p" + peer, file, Traffic.NONE, Map.of()));
  }

  /** A line a part, each so much later than the one before; the first is there when it returns. */
  private Thread handSlowly(BrokerConnection connection, String text, Duration apart) {
    List<String> lines = text.lines().toList();
    handPart(connection, lines, 0);
    Thread others =
        new Thread(
            () -> {
              for (int part = 1; part < lines.size(); part++) {
                LockSupport.parkNanos(apart.toNanos());
                handPart(connection, lines, part);
              }
            },
            "slow hand");
    others.start();
    return others;
  }

  private void handPart(BrokerConnection connection, List<String> lines, int part) {
    Reports.Submission log =
        new Reports.Submission("lab-1", 4, "p4", folder, Traffic.NONE, Map.of());
    try (TransactedSession session = TransactedSession.on(connection)) {
      String queue = connection.settings().addresses().multicastReport("lab");
      session.queues().durable(queue);
      ClientMessage message = session.textMessage("log", true);
      TextBody.write(message, ReportPart.write(log, part, lines.size(), lines.get(part) + "\n"));
      session.send(queue, message);
      session.commit();
    }
  }

  private static void register(Connections connections, String... ids) {
    String queue = connections.settings().addresses().multicastManager("lab");
    try (Requester requester =
        Requester.start(connections, "test", WaitListener.silent(), Clock.systemUTC())) {
      for (String id : ids) {
        String body = ManagerWords.question(new ManagerWords.Question(id, 0));
        await()
            .atMost(PATIENCE)
            .ignoreExceptions() // A question can come before the queue is there.
            .until(
                () ->
                    requester
                        .ask(queue, ManagerWords.REGISTER, body, Duration.ofSeconds(2))
                        .get()
                        .type()
                        .equals(ManagerWords.REGISTERED));
      }
    }
  }

  /** Peers that follow the server, as threads. */
  private final class Agents implements AutoCloseable, PeerAgent.Listener {
    final ExecutorService threads = Executors.newCachedThreadPool();
    private final Connections connections;
    private final List<PeerAgent> agents = new ArrayList<>();
    final List<End> ends = new CopyOnWriteArrayList<>();
    volatile int delivered;

    Agents(Connections connections) {
      this.connections = connections;
    }

    Future<Void> start(String id, boolean joins) {
      PeerAgent agent = new PeerAgent(connections, "lab", id, folder.resolve("logs"), joins, this);
      agents.add(agent);
      return threads.submit(
          () -> {
            agent.run();
            return null;
          });
    }

    @Override
    public synchronized void told(PeerMessage message) {
      if (message instanceof PeerMessage.Delivered) {
        delivered++;
      }
    }

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
    public void ended(int round, PeerRound.Result result) {
      ends.add(result.end());
    }

    @Override
    public void close() {
      agents.forEach(PeerAgent::close);
      threads.shutdownNow();
    }
  }
}
