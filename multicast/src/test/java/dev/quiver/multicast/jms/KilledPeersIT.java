package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.log.LogText;
import dev.quiver.multicast.log.PeerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that are processes and are killed in the middle; one that comes later. */
@Tag("long")
@Tag("kill")
class KilledPeersIT {

  private static final int PEERS = 4;
  private static final int MESSAGES = 120;

  /** How many each peer sends. */
  private int messages = MESSAGES;

  @TempDir Path folder;
  private BrokerFixture broker;
  private final Map<Integer, Process> children = new TreeMap<>();

  @BeforeEach
  void start() {
    broker = BrokerFixture.in(folder.resolve("broker"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process child : children.values()) {
      child.destroyForcibly().waitFor();
    }
    broker.close();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Order.class)
  void aKilledPeerStallsNobody(Order order) throws Exception {
    startAll(order);
    awaitDeliveries(2, 40);
    kill(2);
    judge(order, 2);
  }

  @Test
  void aKilledSequencerIsFollowedWithoutGapOrDouble() throws Exception {
    startAll(Order.TOTAL_SEQUENCER);
    await().atMost(Duration.ofSeconds(60)).until(() -> coordinator() > 0);
    int victim = coordinator();
    awaitDeliveries(victim, 40);
    kill(victim);
    judge(Order.TOTAL_SEQUENCER, victim);
    assertThat(children.keySet()).anyMatch(peer -> peer != victim && isCoordinator(peer));
  }

  /** It has made a view, by which it is known, and the next one is made by another. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Order.class,
      names = {"CAUSAL", "TOTAL_ISIS"})
  void aKilledCoordinatorIsFollowedByOneThatMakesTheNextView(Order order) throws Exception {
    // Enough for two deaths to be noticed meanwhile.
    messages = 10 * MESSAGES;
    startAll(order);
    awaitDeliveries(2, 40);
    kill(2);
    await().atMost(Duration.ofSeconds(60)).until(() -> coordinator() > 0);
    int victim = coordinator();
    kill(victim);
    List<PeerLog> logs = ended(order, Set.of(2, victim));
    CheckReport report = Checker.check(logs);
    assertThat(report.crashed()).containsExactlyInAnyOrder(2, victim);
    for (Property property : order.promises()) {
      assertThat(report.of(property).first()).as("%s of %s", property, order).isNull();
    }
    logs.stream()
        .filter(PeerLog::isCorrect)
        .forEach(log -> assertThat(log.delivered()).hasSizeGreaterThanOrEqualTo(2 * messages));
    assertThat(children.keySet()).anyMatch(peer -> peer != victim && isCoordinator(peer));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Order.class,
      names = {"FIFO", "TOTAL_SEQUENCER", "TOTAL_LAMPORT"})
  void aJoinerGetsTheLogSoFarAndTheSameOrderFromThere(Order order) throws Exception {
    startAll(order);
    awaitDeliveries(1, 60);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      RoundConfig round = Rounds.config(group(order), order, PEERS, 10);
      Future<PeerLog> joiner =
          thread.submit(() -> new Rounds(broker, folder.resolve("logs")).peer(round, PEERS + 1));
      PeerLog log = joiner.get(120, TimeUnit.SECONDS);
      assertThat(log.isCorrect()).isTrue();
      List<PeerLog> logs = ended(order, Set.of());
      logs.add(log);
      CheckReport report = Checker.check(logs);
      assertThat(log.delivered()).hasSize(PEERS * MESSAGES + 10);
      assertThat(log.entries().get(0).kind()).hasToString("STATE");
      for (Property property : order.promises()) {
        assertThat(report.of(property).first()).as(property.label()).isNull();
      }
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aPeerThatNeverStartsIsGoneWithoutAfterTheStatedTime() throws Exception {
    RoundConfig three = Rounds.config("absent", Order.TOTAL_LAMPORT, 3, 20);
    RoundConfig round =
        new RoundConfig(
            three.group(),
            three.members(),
            three.order(),
            three.messages(),
            three.minDelay(),
            three.maxDelay(),
            three.seed(),
            three.size(),
            Duration.ofSeconds(3));
    Rounds rounds = new Rounds(broker, folder.resolve("logs"));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<PeerLog> one = threads.submit(() -> rounds.peer(round, 1));
      Future<PeerLog> two = threads.submit(() -> rounds.peer(round, 2));
      List<PeerLog> logs = List.of(one.get(120, TimeUnit.SECONDS), two.get(120, TimeUnit.SECONDS));
      assertThat(Checker.check(logs).holds(Order.TOTAL_LAMPORT.promises())).isTrue();
      assertThat(logs.get(0).delivered()).hasSize(40);
    } finally {
      threads.shutdownNow();
    }
  }

  /** What it was is gone with its process: under its number it cannot go on in this round. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Order.class,
      names = {"NONE", "CAUSAL", "TOTAL_SEQUENCER"})
  void aPeerThatIsStartedAnewAtOnceIsNotTakenForTheOneBefore(Order order) throws Exception {
    // The others must not have ended before it is there, however long a JVM takes to start.
    messages = 8 * MESSAGES;
    startAll(order);
    awaitDeliveries(2, 40);
    kill(2);
    start(order, 2);
    List<PeerLog> logs = new ArrayList<>();
    for (Map.Entry<Integer, Process> child : children.entrySet()) {
      assertThat(child.getValue().waitFor(120, TimeUnit.SECONDS)).isTrue();
      boolean isSecond = child.getKey() == 2;
      assertThat(child.getValue().exitValue())
          .as(Files.readString(output(child.getKey())))
          .isEqualTo(isSecond ? 3 : 0);
      // Of the process that was killed the log is kept beside the one of the second.
      Path log = log(order, child.getKey());
      Path kept = isSecond ? log.resolveSibling(log.getFileName() + ".1") : log;
      logs.add(LogText.read(kept));
    }
    judge(order, 2, logs);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Order.class,
      names = {"FIFO", "TOTAL_SEQUENCER"})
  void aGroupsNameCanBeUsedAgainWhenAllItsPeersWereKilled(Order order) throws Exception {
    startAll(order);
    awaitDeliveries(1, 40);
    for (int peer = 1; peer <= PEERS; peer++) {
      kill(peer);
    }
    startAll(order);
    List<PeerLog> logs = ended(order, Set.of());
    CheckReport report = Checker.check(logs);
    assertThat(report.crashed()).isEmpty();
    assertThat(report.deliveries()).isEqualTo((long) PEERS * PEERS * MESSAGES);
    assertThat(report.holds(order.promises())).isTrue();
  }

  private void judge(Order order, int victim) throws Exception {
    judge(order, victim, ended(order, Set.of(victim)));
  }

  private static void judge(Order order, int victim, List<PeerLog> logs) {
    CheckReport report = Checker.check(logs);
    assertThat(report.crashed()).containsExactly(victim);
    for (Property property : order.promises()) {
      assertThat(report.of(property).first()).as("%s of %s", property, order).isNull();
    }
    logs.stream()
        .filter(PeerLog::isCorrect)
        .forEach(log -> assertThat(log.delivered().size()).isGreaterThanOrEqualTo(3 * MESSAGES));
  }

  private static String group(Order order) {
    return "killed-" + order.label();
  }

  private void startAll(Order order) throws IOException {
    for (int peer = 1; peer <= PEERS; peer++) {
      start(order, peer);
    }
  }

  private void start(Order order, int peer) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            PeerMain.class.getName(),
            broker.broker().url(),
            broker.broker().credentials().passwordOf("peer").orElseThrow(),
            folder.resolve("logs").toString(),
            group(order),
            order.label(),
            Integer.toString(PEERS),
            Integer.toString(messages),
            "40",
            Integer.toString(peer));
    children.put(
        peer,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output(peer).toFile())
            .start());
  }

  private void kill(int peer) throws InterruptedException {
    Process victim = children.get(peer);
    assertThat(victim).isNotNull();
    victim.destroyForcibly().waitFor();
  }

  /** All logs, when those who were not killed have ended in good order. */
  private List<PeerLog> ended(Order order, Set<Integer> victims) throws Exception {
    List<PeerLog> logs = new ArrayList<>();
    for (Map.Entry<Integer, Process> child : children.entrySet()) {
      assertThat(child.getValue().waitFor(120, TimeUnit.SECONDS)).isTrue();
      if (!victims.contains(child.getKey())) {
        assertThat(child.getValue().exitValue())
            .as(Files.readString(output(child.getKey())))
            .isZero();
      }
      Path log = log(order, child.getKey());
      logs.add(LogText.read(log));
    }
    return logs;
  }

  private void awaitDeliveries(int peer, int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              try (var logs = Files.list(folder.resolve("logs"))) {
                for (Path log : logs.toList()) {
                  if (log.getFileName().toString().endsWith("-peer-" + peer + ".log")) {
                    String text = Files.readString(log);
                    return text.split("\nD ", -1).length > count;
                  }
                }
              } catch (IOException e) {
                // Not there yet.
              }
              return false;
            });
  }

  private int coordinator() {
    return children.keySet().stream().filter(this::isCoordinator).findFirst().orElse(0);
  }

  private boolean isCoordinator(int peer) {
    try {
      return Files.readString(output(peer)).contains("coordinator");
    } catch (IOException e) {
      return false;
    }
  }

  private Path output(int peer) {
    return folder.resolve("peer-" + peer + ".out");
  }

  private Path log(Order order, int peer) {
    return folder.resolve("logs").resolve(group(order) + "-peer-" + peer + ".log");
  }
}
