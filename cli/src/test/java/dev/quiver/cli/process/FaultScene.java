package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.Statistics;
import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskQuery;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.client.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Two orchestrators, three workers and 20,000 tasks, while processes are killed with {@code kill
 * -9} or held with SIGSTOP.
 */
final class FaultScene implements AutoCloseable {

  static final int TASKS = 20_000;

  /** So many tasks end between one fault and the next. */
  static final int BETWEEN = 2_500;

  final Cluster cluster;
  final Load load;

  /** Starts all of them and waits until the first tasks have ended. */
  FaultScene(Path folder) throws IOException {
    cluster = Cluster.single(folder);
    try {
      for (int i = 1; i <= 3; i++) {
        cluster.worker("w" + i);
      }
      cluster.orchestrator("A");
      cluster.orchestrator("B");
      load = new Load(cluster.as(Role.CLIENT), Destination.orchestrator(), TASKS, folder);
    } catch (IOException | RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
    load.awaitSettled(500);
  }

  /** Kills one with {@code kill -9} and starts it again. */
  void kill(String name) {
    cluster.kill(name);
    cluster.restart(name);
  }

  /** Waits until one of the orchestrators leads. */
  void awaitLeader() {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(AssertionError.class)
        .until(() -> !cluster.leader().isEmpty());
  }

  /** Holds the leader until another one has taken over, which it does after the time-to-live. */
  void freezeLeader() {
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
   * Holds a worker until the leader takes it for dead, which it does after the limit, and all that
   * it has taken from it by then was done elsewhere.
   */
  void freezeWorker(String worker) {
    awaitLeader();
    QuiverProcess leader = cluster.process(cluster.leader());
    int before = leader.lines().size();
    cluster.process(worker).freeze();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> isDoneElsewhere(leader, before, worker));
    } finally {
      cluster.process(worker).thaw();
    }
    String back = named("WorkerBack", "worker", worker);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> leader.lines().stream().skip(before).anyMatch(each -> each.matches(back)));
  }

  /** What the leader has said since then: of the worker's end, and after it of its tasks. */
  private boolean isDoneElsewhere(QuiverProcess leader, int since, String worker) {
    String dead = named("Worker(Silent|Left)", "worker", worker);
    String taken = named("Task(Moved|Returned)", "from", worker);
    List<String> tasks =
        leader.lines().stream()
            .skip(since)
            .dropWhile(each -> !each.matches(dead))
            .filter(each -> each.matches(taken))
            .map(each -> each.replaceAll(".*\"task\":\"([^\"]*)\".*", "$1"))
            .toList();
    return !tasks.isEmpty() && tasks.stream().allMatch(load::hasEnded);
  }

  /** What a line is like that has such a notice with that fact. */
  private static String named(String notice, String fact, String value) {
    return ".*\"notice\":\"" + notice + "\".*\"" + fact + "\":\"" + value + "\".*";
  }

  private void awaitMore(String name, String word, int before) {
    await().atMost(Duration.ofSeconds(60)).until(() -> count(name, word) > before);
  }

  private int count(String name, String word) {
    return (int) cluster.process(name).lines().stream().filter(each -> each.contains(word)).count();
  }

  /**
   * Waits for all tasks. Then each has ended once, nothing is left in any queue, the checker finds
   * nothing in the histories, and both ledgers have all.
   */
  void assertNothingLost() {
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

  /**
   * What the leader knows, and then, once the leader is killed, what the other one knows: of each
   * task the same, and that it succeeded.
   */
  private void assertLedgersAgree() {
    awaitLeader();
    String leader = cluster.leader();
    assertLedgerHasAll(leader);
    Map<String, TaskView> known = ledger();
    assertThat(known.keySet())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, TASKS).mapToObj(Load::taskId).toList());
    assertThat(known.values())
        .allSatisfy(
            each -> {
              assertThat(each.state()).isEqualTo("succeeded");
              assertThat(each.result()).isEqualTo(Load.RESULT);
            });
    cluster.kill(leader);
    assertLedgerHasAll(leader.equals("A") ? "B" : "A");
    assertThat(ledger()).isEqualTo(known);
  }

  /** What whoever leads tells of each task, page by page. */
  private Map<String, TaskView> ledger() {
    Map<String, TaskView> known = new HashMap<>();
    try (OrchestratorClient asking = OrchestratorClient.connect(cluster.as(Role.ADMIN))) {
      long from = -1;
      do {
        TaskList page =
            asking.list(new TaskQuery(null, null, null, null, null, from, TaskQuery.MOST));
        page.tasks().forEach(each -> known.put(each.taskId(), each));
        from = page.next();
      } while (from >= 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return known;
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

  @Override
  public void close() throws IOException {
    try {
      load.close();
    } finally {
      cluster.close();
    }
  }
}
