package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.Statistics;
import dev.quiver.tasks.client.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two orchestrators, three workers and 20,000 tasks, while processes are killed with {@code kill
 * -9} or held with SIGSTOP. When all is at rest every task has ended once, nothing is left in any
 * queue, and the checker says so of the histories of all.
 */
@Tag("long")
@Timeout(600)
class FailoverIT {

  private static final int TASKS = 20_000;

  /** So many tasks end between one fault and the next. */
  private static final int BETWEEN = 2_500;

  @TempDir private Path folder;
  private Cluster cluster;
  private Load load;

  @BeforeEach
  void start() throws IOException {
    cluster = Cluster.single(folder);
    for (int i = 1; i <= 3; i++) {
      cluster.worker("w" + i);
    }
    cluster.orchestrator("A");
    cluster.orchestrator("B");
    load = new Load(cluster.as(Role.CLIENT), Destination.orchestrator(), TASKS, folder);
    load.awaitSettled(500);
  }

  @AfterEach
  void stop() throws IOException {
    try {
      if (load != null) {
        load.close();
      }
    } finally {
      cluster.close();
    }
  }

  @Test
  void workersAreKilledOneAfterTheOther() {
    for (int next = BETWEEN, i = 0; next < TASKS; next += BETWEEN, i++) {
      load.awaitSettled(next);
      kill("w" + (i % 3 + 1));
    }
    assertNothingLost();
  }

  @Test
  void theLeaderIsKilledAgainAndAgain() {
    for (int next = BETWEEN; next < TASKS; next += BETWEEN) {
      load.awaitSettled(next);
      kill(cluster.leader());
      awaitLeader();
    }
    assertNothingLost();
  }

  @Test
  void aLeaderThatWasHeldLongerThanItsTimeToLiveDoesNoHarm() {
    load.awaitSettled(BETWEEN);
    freezeLeader();
    load.awaitSettled(TASKS / 2);
    freezeLeader();
    assertNothingLost();
  }

  @Test
  void aWorkerThatWasHeldLongerThanItsTimeToLiveDoesNoHarm() {
    load.awaitSettled(BETWEEN);
    freezeWorker("w1");
    load.awaitSettled(TASKS / 2);
    freezeWorker("w2");
    assertNothingLost();
  }

  @Test
  void theBrokerIsKilledAndComesBack() {
    load.awaitSettled(BETWEEN);
    kill(Cluster.BROKER);
    load.awaitSettled(TASKS / 2);
    kill(Cluster.BROKER);
    assertNothingLost();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void severalAtOnce(long seed) {
    Random random = new Random(seed);
    for (int next = BETWEEN; next < TASKS; next += BETWEEN) {
      load.awaitSettled(next);
      String worker = "w" + (random.nextInt(3) + 1);
      switch (random.nextInt(5)) {
        case 0 -> {
          kill(cluster.leader());
          kill(worker);
          awaitLeader();
        }
        case 1 -> {
          cluster.process(worker).freeze();
          kill(cluster.leader());
          awaitLeader();
          cluster.process(worker).thaw();
        }
        case 2 -> {
          kill(Cluster.BROKER);
          kill(worker);
        }
        case 3 -> {
          kill(Cluster.BROKER);
          kill(random.nextBoolean() ? "A" : "B");
          awaitLeader();
        }
        default -> freezeLeader();
      }
    }
    assertNothingLost();
  }

  private void kill(String name) {
    cluster.kill(name);
    cluster.restart(name);
  }

  private void awaitLeader() {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(AssertionError.class)
        .until(() -> !cluster.leader().isEmpty());
  }

  /** Holds the leader until another one has taken over, which it does after the time-to-live. */
  private void freezeLeader() {
    awaitLeader();
    String leader = cluster.leader();
    String other = leader.equals("A") ? "B" : "A";
    int before = count(other, "TakingOver");
    int lost = count(leader, "LedUntil");
    cluster.process(leader).freeze();
    try {
      awaitMore(other, "TakingOver", before);
    } finally {
      cluster.process(leader).thaw();
    }
    // It notices that it was away, and stands by.
    await().atMost(Duration.ofSeconds(60)).until(() -> count(leader, "LedUntil") > lost);
  }

  /**
   * Holds a worker until the leader takes it for dead, and some of its tasks were done elsewhere.
   */
  private void freezeWorker(String worker) {
    String leader = cluster.leader();
    int before = count(leader, "Worker " + worker) + count(leader, worker);
    cluster.process(worker).freeze();
    try {
      int mark = load.settled();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> count(leader, worker) > before && load.settled() > mark + 500);
    } finally {
      cluster.process(worker).thaw();
    }
  }

  private void awaitMore(String name, String word, int before) {
    await().atMost(Duration.ofSeconds(60)).until(() -> count(name, word) > before);
  }

  private int count(String name, String word) {
    return (int) cluster.process(name).lines().stream().filter(each -> each.contains(word)).count();
  }

  private void assertNothingLost() {
    load.awaitAll();
    cluster.awaitAtRest(Load.TYPE);
    QuiverProcess check = cluster.check(load.history());
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
    List<String> lines = check.lines();
    assertThat(lines).anyMatch(each -> each.contains("\"lost\"") && each.contains("" + TASKS));
    assertThat(lines)
        .as("the orchestrators' commits were looked at")
        .noneMatch(each -> each.contains("\"epochs\"") && each.contains("\"checked\":0"));
    assertLedgersAgree();
  }

  /** What the leader knows, and then, once the leader is killed, what the other one knows. */
  private void assertLedgersAgree() {
    awaitLeader();
    String leader = cluster.leader();
    assertLedgerHasAll(leader);
    cluster.kill(leader);
    assertLedgerHasAll(leader.equals("A") ? "B" : "A");
  }

  private void assertLedgerHasAll(String leader) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (OrchestratorClient asking = OrchestratorClient.connect(cluster.as(Role.ADMIN))) {
                Statistics known = asking.statistics();
                assertThat(known.leader()).isEqualTo(leader);
                assertThat(known.counts()).containsEntry("succeeded", (long) TASKS);
                assertThat(known.counts().values().stream().mapToLong(each -> each).sum())
                    .isEqualTo(TASKS);
              }
            });
  }
}
