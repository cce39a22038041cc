package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/** Every role does its job in a container, against the broker in another. */
@OnEngine
class RolesIT {

  private Platform platform;

  @BeforeEach
  void meet(Platform shared) {
    platform = shared;
  }

  @Test
  void aConsumerLogsEveryNumberOfAProducer() {
    GenericContainer<?> consumer =
        platform.silentRole("numbers", "consume", "--queue", "docker", "--id", "c1", "--until-end");
    GenericContainer<?> producer =
        platform.silentRole(
            "numbers", "produce", "--queue", "docker", "--id", "p1", "--count", "40");

    awaitEnd(producer);
    awaitEnd(consumer);

    assertThat(Platform.exitCode(producer)).as(producer.getLogs()).isZero();
    assertThat(Platform.exitCode(consumer)).as(consumer.getLogs()).isZero();
    assertThat(consumer.getLogs()).contains("40 numbers logged", "0 missing");
  }

  @Test
  void peopleTalkAndWhoIsAwayGetsWhatWaits() {
    addUser("ana", "chat");
    addUser("bob", "chat");
    GenericContainer<?> bob =
        platform.role("bob", "You are in", "chat", "bob", "--linger", "1h", "--json");

    ExecResult said =
        platform.shell("ana", "printf '%s\\n' 'good morning' '/msg bob lunch?' | quiver chat ana");
    assertThat(said.getExitCode()).as(said.getStderr()).isZero();

    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(bob.getLogs())
                    .containsPattern("\"event\":\"message\"[^\n]*\"good morning\"")
                    .containsPattern("\"to\":\"you\"[^\n]*\"lunch\\?\""));
    assertThat(Platform.stop(bob)).as(bob.getLogs()).isIn(0, 130, 143);
  }

  @Test
  void aWorkerTakesTasksFromThePoolAndIsDrainedWhenStopped() {
    GenericContainer<?> worker = worker("pool-worker", "text.count_chars,demo.sleep");

    ExecResult counted =
        platform.run(
            "client", "task", "submit", "--via", "pool", "--wait", "text.count_chars", "é");
    assertThat(counted.getStdout()).as(counted.getStderr()).isEqualTo("1\n");

    assertThat(Platform.stop(worker)).as(worker.getLogs()).isZero();
    assertThat(worker.getLogs()).contains("takes no more tasks", "has stopped");
  }

  @Test
  void aWorkerThatIsStoppedFinishesWhatItRuns() throws Exception {
    GenericContainer<?> worker =
        platform.role(
            "worker",
            "Worker drained .* works for",
            "worker",
            "--id",
            "drained",
            "--types",
            "exec",
            "--allow",
            "sh");
    CompletableFuture<ExecResult> task =
        CompletableFuture.supplyAsync(
            () ->
                platform.run(
                    "client",
                    "task",
                    "submit",
                    "--via",
                    "pool",
                    "--wait",
                    "exec",
                    "--arg",
                    "sh",
                    "--arg=-c",
                    "--arg",
                    "touch /tmp/begun; sleep 4; echo whole"));
    await()
        .atMost(Platform.PATIENCE)
        .until(() -> worker.execInContainer("test", "-f", "/tmp/begun").getExitCode() == 0);

    assertThat(Platform.stop(worker)).as(worker.getLogs()).isZero();

    ExecResult ended = task.get(Platform.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(ended.getStdout()).as(ended.getStderr()).contains("whole");
  }

  @Test
  void anOrchestratorAssignsToAWorker() {
    GenericContainer<?> orchestrator =
        platform.role("orchestrator", "started as primary", "orchestrator", "--id", "A");
    GenericContainer<?> worker = worker("assigned-worker", "text.uppercase");

    ExecResult submitted =
        platform.run(
            "client",
            "task",
            "submit",
            "--via",
            "orchestrator",
            "--wait",
            "--json",
            "text.uppercase",
            "quiver");

    assertThat(submitted.getStdout())
        .as(submitted.getStderr())
        .contains("\"QUIVER\"", "assigned-worker", "succeeded");
    assertThat(orchestrator.getLogs()).contains("assigned to assigned-worker");
    assertThat(Platform.stop(worker)).as(worker.getLogs()).isZero();
    assertThat(Platform.stop(orchestrator)).as(orchestrator.getLogs()).isZero();
  }

  @Test
  void peersDeliverInOneTotalOrder() {
    List<GenericContainer<?>> peers = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      peers.add(
          platform.silentRole(
              "peer",
              "multicast",
              "peer",
              "--group",
              "docker",
              "--order",
              "total-sequencer",
              "--number",
              Integer.toString(number),
              "--peers",
              "3",
              "--start-wait",
              "90s"));
    }
    for (GenericContainer<?> peer : peers) {
      awaitEnd(peer);
      assertThat(Platform.exitCode(peer)).as(peer.getLogs()).isZero();
    }

    ExecResult verdict =
        platform.run(
            "peer",
            "multicast",
            "compare",
            "--collect",
            "--group",
            "docker",
            "--order",
            "total-sequencer",
            "--json");
    assertThat(verdict.getExitCode()).as(verdict.toString()).isZero();
    assertThat(verdict.getStdout())
        .containsPattern("\"property\":\"total\",\"holds\":true")
        .contains("\"logs\":3", "\"deliveries\":90");
  }

  @Test
  void aRingKeepsItsKeysWhenAProcessIsKilled() {
    platform.role("node", "ring", "dht", "node", "--ring", "docker", "--count", "4", "--name", "a");
    // Who joins looks for whom the broker knows as members.
    await()
        .atMost(Platform.PATIENCE)
        .until(
            () ->
                platform
                        .run("node", "dht", "ring", "--ring", "docker", "--json")
                        .getStdout()
                        .lines()
                        .count()
                    == 4);
    GenericContainer<?> second =
        platform.role(
            "node", "is a member", "dht", "node", "--join", "--ring", "docker", "--name", "b");
    ExecResult put = platform.run("node", "dht", "put", "--ring", "docker", "colour", "green");
    assertThat(put.getExitCode()).as(put.toString()).isZero();

    Platform.kill(second);

    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(platform.run("node", "dht", "get", "--ring", "docker", "colour"))
                    .matches(got -> got.getStdout().contains("green"), "has the value"));
  }

  private GenericContainer<?> worker(String id, String types) {
    return platform.role(
        "worker", "Worker " + id + " .* works for", "worker", "--id", id, "--types", types);
  }

  private void addUser(String name, String role) {
    ExecResult added =
        platform.shell(
            "admin",
            "QUIVER_NEW_PASSWORD="
                + Platform.passwordOf(name)
                + " quiver user add "
                + name
                + " --role "
                + role);
    assertThat(added.getExitCode()).as(added.toString()).isZero();
  }

  private static void awaitEnd(GenericContainer<?> container) {
    await().atMost(Platform.PATIENCE).until(() -> !container.isRunning());
  }
}
