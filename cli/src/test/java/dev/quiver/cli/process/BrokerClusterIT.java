package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.dht.jms.RingDirectory;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Router;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.client.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A designated broker with two orchestrators, and a cluster of two with workers and nodes of a ring
 * on either, all processes. Each broker of the cluster is killed and started again while tasks go
 * through their pools and the ring is asked: every accepted task ends once, the ring is whole and
 * no key has a wrong value, and who leads and who is here stays where it was.
 */
@Tag("long")
@Timeout(600)
class BrokerClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final String PASSWORD = "secret";

  @TempDir private Path folder;
  private QuiverLauncher quiver;
  private final int designated = QuiverLauncher.freePort();
  private final List<Integer> ports = List.of(QuiverLauncher.freePort(), QuiverLauncher.freePort());
  private final List<QuiverProcess> members = new ArrayList<>();
  private final List<Path> histories = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    quiver = new QuiverLauncher(folder);
    Path passwords = Files.createDirectory(folder.resolve("passwords"));
    for (Role each : Role.values()) {
      Files.writeString(passwords.resolve(each.label()), PASSWORD + "\n");
    }
    quiver
        .start(
            "broker",
            "--data",
            folder.resolve("designated").toString(),
            "--port",
            Integer.toString(designated),
            "--passwords",
            passwords.toString())
        .awaitOut("ready");
    members.add(member(0));
    members.add(member(1));
    for (String each : List.of("A", "B")) {
      role("orchestrator", "--id", each, "--json").awaitOut("StartedAs");
    }
    // Some prefer the one broker, some the other.
    for (String each : List.of("w1", "w2", "w3", "w4")) {
      Path history = folder.resolve("history-" + each + ".jsonl");
      histories.add(history);
      role("worker", "--id", each, "--concurrency", "1", "--history", history.toString())
          .awaitOut("Worker " + each);
    }
    node("a");
    node("b", "--join");
  }

  @AfterEach
  void stop() {
    quiver.close();
  }

  @Test
  void eachBrokerOfTheClusterIsKilledAndComesBack() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> exists(0, "tasks.pool." + Load.TYPE) && exists(1, "tasks.pool." + Load.TYPE));
    try (RingTraffic ring = new RingTraffic(router("node"));
        Load load = new Load(router("client"), Destination.pool(), 100_000, folder, PAUSE)) {
      for (int round = 0; round < 2; round++) {
        for (int each = 0; each < 2; each++) {
          load.awaitSettled(load.settled() + 1_500);
          members.get(each).kill();
          members.set(each, member(each));
        }
      }
      load.awaitSettled(load.settled() + 1_500);
      load.enough();
      load.awaitAll();
      ring.assertWhole();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(left()).isEmpty());

      List<String> check = new ArrayList<>(List.of("check", "tasks", "--json"));
      check.add(load.history().toString());
      histories.forEach(each -> check.add(each.toString()));
      QuiverProcess verdict = quiver.run(check.toArray(String[]::new));
      assertThat(verdict.exitCode()).as(verdict.out() + verdict.err()).isZero();
    }
    QuiverProcess stats = admin("task", "stats", "--json");
    assertThat(stats.out()).as(stats.err()).contains("\"leader\":\"A\"");
    assertThat(admin("task", "workers", "--json").lines()).hasSize(4);
    QuiverProcess orchestrated =
        admin("task", "submit", "--via", "orchestrator", "--wait", "calculate.sum", "1 2 3");
    assertThat(orchestrated.out()).as(orchestrated.err()).isEqualTo("6\n");
    QuiverProcess pooled =
        admin(
            "task",
            "submit",
            "--via",
            "pool",
            "--wait",
            "--id",
            "pooled",
            "--cluster",
            cluster(),
            "calculate.sum",
            "1 2 3");
    assertThat(pooled.out()).as(pooled.err()).isEqualTo("6\n");
    // The leader has heard of it, though it was done on a broker of the cluster.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(admin("task", "list", "--json").out())
                    .contains("\"taskId\":\"pooled\""));
  }

  private QuiverProcess member(int index) {
    return quiver
        .start(
            "broker",
            "--profile",
            "cluster",
            "--data",
            folder.resolve("member-" + index).toString(),
            "--port",
            Integer.toString(ports.get(index)),
            "--peer",
            "127.0.0.1:" + ports.get(1 - index),
            "--passwords",
            folder.resolve("passwords").toString())
        .awaitOut("ready");
  }

  private QuiverProcess role(String role, String... more) {
    List<String> arguments = new ArrayList<>(List.of(role));
    arguments.addAll(List.of("--url", QuiverLauncher.url(designated)));
    arguments.addAll(List.of("--password-file", folder.resolve("passwords/" + role).toString()));
    if (role.equals("worker")) {
      arguments.addAll(List.of("--cluster", cluster()));
    }
    arguments.addAll(List.of(more));
    return quiver.start(arguments.toArray(String[]::new));
  }

  /** Half of the ring. */
  private void node(String name, String... more) {
    String half = Integer.toString(RingTraffic.NODES / 2);
    List<String> arguments = new ArrayList<>(List.of("dht", "node", "--ring", RingTraffic.RING));
    arguments.addAll(List.of("--name", name, "--count", half, "--cluster", cluster()));
    arguments.addAll(List.of("--url", QuiverLauncher.url(designated)));
    arguments.addAll(List.of("--password-file", folder.resolve("passwords/node").toString()));
    arguments.addAll(List.of(more));
    int before = members();
    quiver.start(arguments.toArray(String[]::new)).awaitOut("Ring " + RingTraffic.RING);
    await().atMost(PATIENCE).until(() -> members() == before + RingTraffic.NODES / 2);
  }

  private int members() {
    try (Connections connections = Connections.to(router("node").designated())) {
      return new RingDirectory(connections.connect(Use.CONSUME)).nodesOf(RingTraffic.RING).size();
    }
  }

  private QuiverProcess admin(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    int options = arguments.indexOf("calculate.sum") < 0 ? arguments.size() : 2;
    arguments.addAll(
        options,
        List.of(
            "--url",
            QuiverLauncher.url(designated),
            "--user",
            "admin",
            "--password-file",
            folder.resolve("passwords/admin").toString()));
    return quiver.run(arguments.toArray(String[]::new));
  }

  private String cluster() {
    return QuiverLauncher.url(ports.get(0)) + "," + QuiverLauncher.url(ports.get(1));
  }

  private Router router(String user) {
    return Router.of(
        ConnectionSettings.of(QuiverLauncher.url(designated), user, PASSWORD),
        List.of(cluster().split(",")));
  }

  private boolean exists(int member, String name) throws Exception {
    return depth(member, name) >= 0;
  }

  /** What lies in queues of the cluster that must be empty in the end. */
  private Map<String, Long> left() throws Exception {
    Map<String, Long> left = new TreeMap<>();
    for (int each = 0; each < 2; each++) {
      for (String name :
          List.of(
              "tasks.pool." + Load.TYPE,
              "tasks.results.client." + Load.CLIENT,
              "tasks.dead",
              "tasks.expired")) {
        long depth = depth(each, name);
        if (depth > 0) {
          left.put(each + " " + name, depth);
        }
      }
    }
    return left;
  }

  private long depth(int member, String name) throws Exception {
    String url = QuiverLauncher.url(ports.get(member));
    try (Connections connections = Connections.to(ConnectionSettings.of(url, "admin", PASSWORD));
        ClientSession session = connections.connect(Use.FENCED).autoCommitSession()) {
      ClientSession.QueueQuery queue = session.queueQuery(SimpleString.of("quiver." + name));
      return queue.isExists() ? queue.getMessageCount() : -1;
    }
  }
}
