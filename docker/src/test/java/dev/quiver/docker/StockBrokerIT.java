package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each role does its job on a broker that is Artemis' own distribution with our exported files, and
 * without our plugin. One broker for all, since starting it is the dear part.
 */
@Tag("long")
class StockBrokerIT {

  @TempDir private static Path scratch;
  private static StockBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new StockBroker(scratch);
    Program before = diff();
    assertThat(before.exitCode()).as("%s", before).isEqualTo(1);
    assertThat(before.out()).contains("missing: address quiver.tasks.dead", "To decide: users");
    broker.takeExport("users,management");
    broker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void nothingIsMissingThereAndThePluginIsLeftToItsOperator() {
    Program after = diff();

    assertThat(after.exitCode()).as("%s", after).isZero();
    assertThat(after.out()).contains("To decide: plugin").hasLineCount(1);
  }

  @Test
  void aWorkerDoesATaskOfAClient() {
    broker.role(
        "quiver-worker", "Worker W-1", "worker", "--id", "W-1", "--types", "text.count_chars");

    assertThat(
            broker.run(
                "quiver-client",
                "task",
                "submit",
                "--via",
                "pool",
                "--wait",
                "text.count_chars",
                "é"))
        .isEqualTo("1\n");
  }

  @Test
  void anOrchestratorAssignsToAWorker() {
    broker.role("quiver-orchestrator", "started as primary", "orchestrator", "--id", "A");
    broker.role(
        "quiver-worker", "Worker W-2", "worker", "--id", "W-2", "--types", "text.uppercase");

    assertThat(
            broker.run(
                "quiver-client",
                "task",
                "submit",
                "--via",
                "orchestrator",
                "--wait",
                "--json",
                "text.uppercase",
                "quiver"))
        .contains("\"QUIVER\"", "W-2", "succeeded");
    assertThat(broker.run("quiver-client", "task", "stats", "--json")).contains("\"leader\":\"A\"");
  }

  @Test
  void aConsumerLogsEveryNumberOfAProducer() {
    broker.role("quiver-numbers", "", "consume", "--queue", "stock", "--id", "c1", "--until-end");
    broker.run("quiver-numbers", "produce", "--queue", "stock", "--id", "p1", "--count", "40");
    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(() -> assertThat(broker.said("consume")).contains("40 numbers logged"));
  }

  @Test
  void peopleTalk() {
    broker.role("bob", "You are in", "chat", "bob", "--linger", "1h", "--json");

    broker.shell(
        "quiver-chat",
        "printf '%s\\n' 'good morning' '/msg bob lunch?' | \"$quiver\" chat quiver-chat");

    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(broker.said("chat"))
                    .contains("\"good morning\"")
                    .containsPattern("\"to\":\"you\"[^\n]*\"lunch\\?\""));
  }

  @Test
  void peersDeliverInOneTotalOrder() {
    assertThat(
            broker.run(
                "quiver-peer",
                "multicast",
                "run",
                "--peers",
                "3",
                "--order",
                "total-sequencer",
                "--json"))
        .containsPattern("\"property\":\"total\",\"holds\":true");
  }

  @Test
  void aRingKeepsAKey() {
    broker.role(
        "quiver-node", "ring", "dht", "node", "--ring", "stock", "--count", "3", "--name", "a");
    await()
        .atMost(Platform.PATIENCE)
        .until(
            () ->
                broker
                        .run("quiver-node", "dht", "ring", "--ring", "stock", "--json")
                        .lines()
                        .count()
                    == 3);
    broker.run("quiver-node", "dht", "put", "--ring", "stock", "colour", "green");

    assertThat(broker.run("quiver-node", "dht", "get", "--ring", "stock", "colour"))
        .contains("green");
  }

  @Test
  void theBrokersOwnOperatorManagesItAsBefore() {
    broker.role(
        "quiver-worker", "Worker W-3", "worker", "--id", "W-3", "--types", "text.count_words");
    Program doctor = broker.tried(broker.operator(), "doctor", "--json");
    assertThat(doctor.out().lines())
        .as("%s", doctor)
        .hasSizeGreaterThan(10)
        // The disk of whoever runs the tests may be nearly full.
        .filteredOn(each -> !each.contains("\"check\":\"disk\""))
        // Of the distribution there is no newer one yet than one with known vulnerabilities.
        .filteredOn(each -> !each.contains("\"check\":\"version\""))
        .allMatch(each -> each.contains("\"state\":\"ok\""));
    assertThat(doctor.out()).contains("It is Artemis 2.");
    Program users = broker.tried(broker.operator(), "user", "list");
    assertThat(users.exitCode()).as("%s", users).isZero();
    assertThat(users.out()).contains("quiver-worker", "bob");
  }

  private static Program diff() {
    return broker.tried(
        Map.of(),
        "broker",
        "export",
        "--diff",
        broker.instance().toString(),
        "--account",
        "bob:chat");
  }
}
