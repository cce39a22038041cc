package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code quiver up} with real processes: it starts them, tells who dies, and leaves none behind.
 */
@Tag("long")
class UpIT {

  @TempDir private Path folder;
  private QuiverLauncher quiver;

  @BeforeEach
  void setUp() {
    quiver = new QuiverLauncher(folder);
  }

  @AfterEach
  void close() {
    quiver.close();
  }

  private static List<JsonNode> lines(QuiverProcess process) {
    return process.lines().stream()
        .map(
            line -> {
              try {
                return new ObjectMapper().readTree(line);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  private static ProcessHandle worker(QuiverProcess up, String id) {
    return lines(up).stream()
        .filter(each -> each.path("id").asText().equals(id) && !each.has("exitCode"))
        .reduce((earlier, later) -> later)
        .flatMap(each -> ProcessHandle.of(each.path("pid").asLong()))
        .orElseThrow();
  }

  @Test
  void itRunsTasksForTheDemoAccountStartsAgainWhatDiesAndTakesAllDown() {
    QuiverProcess up =
        quiver
            .start("up", "--port", "0", "--workers", "2", "--supervise", "--demo", "--json")
            .awaitErr("Ctrl-C stops it")
            .awaitErr("workers 2");
    assertThat(lines(up))
        .filteredOn(each -> each.path("event").asText().equals("started"))
        .extracting(each -> each.path("id").asText())
        .containsExactly("broker", "A", "B", "w1", "w2");
    assertThat(lines(up)).anyMatch(each -> each.path("user").asText().equals("user1"));

    QuiverProcess sum =
        quiver.run("task", "submit", "--user", "user1", "--wait", "calculate.sum", "1 2 3");
    assertThat(sum.out()).isEqualTo("6\n");
    QuiverProcess unknown = quiver.run("task", "status", "never-there");
    assertThat(unknown.out()).startsWith("Nobody knows a task never-there");
    assertThat(unknown.exitCode()).isEqualTo(1);

    up.kill(worker(up, "w1"));
    up.awaitErr("worker w1").awaitErr("was started again");
    assertThat(worker(up, "w1").isAlive()).isTrue();
    assertThat(lines(up)).anyMatch(each -> each.path("exitCode").asInt() == 137);

    Set<ProcessHandle> children = up.children();
    assertThat(children).hasSize(5);
    up.controlC();
    up.awaitExit();
    assertThat(up.exitCode()).isEqualTo(130);
    assertThat(up.err()).contains("Everything has stopped.");
    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void peopleAreShownATableOfWhoRunsWhere() {
    QuiverProcess up =
        quiver
            .start("up", "--port", "0", "--workers", "1", "--orchestrators", "1")
            .awaitErr("Ctrl-C stops it");

    List<List<String>> rows =
        up.lines().stream().map(line -> List.of(line.trim().split("\\s+"))).toList();
    assertThat(rows).hasSize(4);
    assertThat(rows.get(0)).containsExactly("ROLE", "ID", "PID", "LOG");
    assertThat(rows.subList(1, 4))
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly("broker broker", "orchestrator A", "worker w1");
    Set<Long> pids = up.children().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    assertThat(rows.subList(1, 4))
        .allSatisfy(
            row -> {
              assertThat(pids).contains(Long.parseLong(row.get(2)));
              assertThat(Path.of(row.get(3))).exists();
            });
    up.controlC();
    assertThat(up.awaitExit().exitCode()).isEqualTo(130);
  }

  @Test
  void encryptedItRunsATaskAndLetsNobodyInWithoutACertificate() {
    Path certs = folder.resolve("certs");
    assertThat(quiver.run("certs", certs.toString()).exitCode()).isZero();
    QuiverProcess up =
        quiver
            .start(
                "up",
                "--port",
                "0",
                "--workers",
                "1",
                "--orchestrators",
                "1",
                "--tls",
                certs.toString(),
                "--client-certificates",
                "--json")
            .awaitErr("Ctrl-C stops it")
            .awaitErr("workers 1");

    QuiverProcess sum =
        quiver.run("task", "submit", "--via", "orchestrator", "--wait", "calculate.sum", "1 2 3");
    assertThat(sum.out()).as(sum.err()).isEqualTo("6\n");
    String url = up.err().replaceAll("(?s).*(tcp://\\S+:[0-9]+).*", "$1");
    QuiverProcess plain = quiver.run("task", "workers", "--url", url);
    assertThat(plain.exitCode()).as(plain.out() + plain.err()).isEqualTo(3);

    up.controlC();
    assertThat(up.awaitExit().exitCode()).isEqualTo(130);
  }

  @Test
  void ofAPairOfBrokersTheBackupTakesOverAndThePrimaryComesBack() {
    QuiverProcess up =
        quiver
            .start(
                "up",
                "--ha",
                "--port",
                "0",
                "--workers",
                "1",
                "--orchestrators",
                "0",
                "--supervise",
                "--json")
            .awaitErr("Ctrl-C stops it")
            .awaitErr("workers 1");
    assertThat(up.err()).contains("The primary broker is live.", "The backup broker waits.");

    up.kill(worker(up, "primary"));
    up.awaitErr("The backup broker is live.");
    QuiverProcess sum = quiver.run("task", "submit", "--wait", "calculate.sum", "1 2 3");
    assertThat(sum.out()).as(sum.err()).isEqualTo("6\n");
    up.awaitErr("broker primary was started again");
    await()
        .atMost(QuiverProcess.PATIENCE)
        .until(() -> count(up.err(), "The primary broker is live.") == 2);
    assertThat(count(up.err(), "The backup broker waits.")).isEqualTo(2);

    Set<ProcessHandle> children = up.children();
    up.controlC();
    up.awaitExit();
    assertThat(count(up.err(), "The backup broker is live.")).isEqualTo(1);
    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static long count(String text, String line) {
    return text.lines().filter(each -> each.contains(line)).count();
  }

  @Test
  void itsRolesHaveTheJavaThatTheirOwnCommandsHave() {
    QuiverProcess up =
        quiver
            .start(
                List.of("env", "QUIVER_JAVA_OPTS=-XX:MaxMetaspaceSize=200m"),
                Path.of("/dev/null"),
                "up",
                "--port",
                "0",
                "--workers",
                "1",
                "--json")
            .awaitErr("workers 1");
    String url = up.err().replaceAll("(?s).*(tcp://\\S+:[0-9]+).*", "$1");
    QuiverProcess alone =
        quiver.start(
            List.of("env", "QUIVER_JAVA_OPTS=-XX:MaxMetaspaceSize=200m"),
            Path.of("/dev/null"),
            "orchestrator",
            "--id",
            "C",
            "--url",
            url);

    await()
        .atMost(QuiverProcess.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(javaOptions(ProcessHandle.of(alone.pid()).orElseThrow()))
                    .isEqualTo(javaOptions(worker(up, "A")))
                    .contains("-Xmx320m", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=200m"));
    assertThat(javaOptions(worker(up, "broker"))).contains("-Xms128m", "-Xmx1g");
  }

  /** What its Java was told of its memory and the like. */
  private static Set<String> javaOptions(ProcessHandle process) {
    return Stream.of(process.info().arguments().orElseThrow())
        .filter(each -> each.startsWith("-X"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void nobodyOutlivesItWhenItIsKilled() {
    QuiverProcess up =
        quiver.start("up", "--port", "0", "--workers", "1", "--json").awaitErr("workers 1");
    Set<ProcessHandle> children = up.children();
    assertThat(children).hasSize(4);

    up.kill();

    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void withoutSupervisionItTellsWhoIsGoneAndLeavesItAtThat() {
    QuiverProcess up =
        quiver
            .start("up", "--port", "0", "--workers", "1", "--orchestrators", "0", "--json")
            .awaitErr("workers 1");
    up.kill(worker(up, "w1"));
    up.awaitErr("ended with 137").awaitErr("workers 0");
    assertThat(up.err()).doesNotContain("started again");

    up.kill(worker(up, "broker"));

    up.awaitExit();
    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err()).contains("Every process has ended.");
  }

  @Test
  void aBrokerThatCannotStartIsExplained() {
    int port = QuiverLauncher.freePort();
    quiver.broker(folder.resolve("other"), port);

    QuiverProcess up = quiver.run("up", "--port", Integer.toString(port));

    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err())
        .contains("The broker could not be started", "A broker runs on port " + port)
        .doesNotContain("{\"");
  }

  @Test
  void theDemoAccountIsForThisMachineOnly() {
    QuiverProcess up = quiver.run("up", "--demo", "--host", "0.0.0.0");

    assertThat(up.exitCode()).isEqualTo(2);
    assertThat(up.err()).contains("--demo prints a token");
  }
}
