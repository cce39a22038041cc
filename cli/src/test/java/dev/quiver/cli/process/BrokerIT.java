package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver broker} and {@code quiver worker} in the foreground, from start to end. */
class BrokerIT {

  @TempDir private Path folder;
  private QuiverLauncher quiver;
  private Path data;

  @BeforeEach
  void open() {
    quiver = new QuiverLauncher(folder);
    data = folder.resolve("data");
  }

  @AfterEach
  void close() {
    quiver.close();
  }

  @Test
  void saysThatItIsReadyKeepsItsPasswordsAndStopsWhenTold() throws IOException {
    int port = QuiverLauncher.freePort();
    QuiverProcess broker = quiver.broker(data, port);
    assertThat(broker.lines())
        .singleElement()
        .asString()
        .contains(QuiverLauncher.url(port), data.toString(), Long.toString(broker.pid()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials())))
        .isEqualTo("rw-------");

    broker.terminate();

    assertThat(broker.awaitExit().exitCode()).as(broker.err()).isZero();
    assertThat(broker.err()).contains("The broker has stopped.").doesNotContain("\tat ");
    assertThat(data.resolve("broker.url")).doesNotExist();
  }

  @Test
  void passwordsThatWereGivenAreUsedAndNoneAreMadeUpBesideThem() throws IOException {
    Path given = Files.createDirectory(folder.resolve("given"));
    Files.writeString(given.resolve("worker"), "of-worker\n");
    String port = Integer.toString(QuiverLauncher.freePort());

    QuiverProcess refused =
        quiver.run(
            "broker", "--data", data.toString(), "--port", port, "--passwords", given.toString());

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .contains(given.toString(), "\"admin\"", "QUIVER_BROKER_PASSWORD_ADMIN")
        .doesNotContain("\tat ");
    assertThat(credentials()).doesNotExist();

    Files.writeString(given.resolve("admin"), "of-admin\n");
    QuiverProcess broker =
        quiver
            .start(
                "broker",
                "--data",
                data.toString(),
                "--port",
                port,
                "--passwords",
                given.toString())
            .awaitErr("admin, worker");
    QuiverProcess users =
        quiver.run(
            "user",
            "list",
            "--url",
            "tcp://127.0.0.1:" + port,
            "--password-file",
            given.resolve("admin").toString());
    assertThat(users.exitCode()).as(users.err()).isZero();
    broker.terminate();
    assertThat(broker.awaitExit().exitCode()).as(broker.err()).isZero();
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());

      QuiverProcess broker = quiver.run("broker", "--data", data.toString(), "--port", port);

      assertThat(broker.exitCode()).as(broker.err()).isEqualTo(1);
      assertThat(broker.err())
          .contains("Port " + port + " is taken by another program", "--port")
          .doesNotContain("\tat ");
      assertThat(broker.out()).isEmpty();
    }
  }

  @Test
  void aBrokerOnThePortIsCalledOne() {
    int port = QuiverLauncher.freePort();
    quiver.broker(data, port);

    QuiverProcess second =
        quiver.run("broker", "--data", folder.resolve("other").toString(), "--port", "" + port);

    assertThat(second.exitCode()).as(second.err()).isEqualTo(1);
    assertThat(second.err())
        .contains("A broker runs on port " + port + " already", "--port")
        .doesNotContain("another program", "\tat ");
  }

  @Test
  @Tag("long")
  void aWorkerSaysOnceThatItsBrokerIsAwayAndOnceThatItIsBack() {
    int port = QuiverLauncher.freePort();
    QuiverProcess broker = quiver.broker(data, port);
    QuiverProcess worker = quiver.worker(data, port, "W-1");
    broker.kill();
    worker.awaitErr("The broker is away");
    quiver.broker(data, port);
    worker.awaitErr("Connected to the broker.");
    worker.terminate();
    worker.awaitExit();

    assertThat(worker.err().lines().toList())
        .filteredOn(line -> line.contains("broker"))
        .containsExactly(
            "The broker is away or does not answer; waiting for it.", "Connected to the broker.");
    assertThat(worker.err()).doesNotContain(" WARN ", " ERROR ");
  }

  @Test
  void aDataFolderInUseIsNamedAndAWrongPasswordRefused() throws IOException {
    int port = QuiverLauncher.freePort();
    quiver.broker(data, port);

    QuiverProcess second = quiver.run("broker", "--data", data.toString(), "--port", "0");

    assertThat(second.exitCode()).as(second.err()).isEqualTo(1);
    assertThat(second.err())
        .contains("Another broker runs on the data folder", data.toString())
        .doesNotContain("\tat ");

    Path wrong = Files.writeString(folder.resolve("wrong"), "wrong\n");
    QuiverProcess map =
        quiver.run(
            "map",
            "--url",
            QuiverLauncher.url(port),
            "--user",
            "client",
            "--password-file",
            wrong.toString(),
            "text.count_words",
            wrong.toString());

    assertThat(map.exitCode()).as(map.err()).isEqualTo(4);
    assertThat(map.err())
        .contains("does not let \"client\" in", "--password-file")
        .doesNotContain("\tat ");
  }

  @Test
  void aSecondControlCEndsAWorkerAtOnceAndSaysSo() throws IOException {
    int port = QuiverLauncher.freePort();
    quiver.broker(data, port);
    QuiverProcess worker = quiver.worker(data, port, "W", "--allow", "sh");
    Path begun = folder.resolve("begun");
    Path script = folder.resolve("long.sh");
    // A terminal sends Ctrl-C to this command too; one that heeds it ends before the second.
    Files.writeString(script, "trap '' INT; touch '" + begun + "'; exec sleep 600\n");
    String[] command = {"--arg", "sh", "--arg", script.toString()};
    List<String> arguments = new ArrayList<>(List.of("task", "submit", "exec"));
    arguments.addAll(List.of("--data", data.toString(), "--url", QuiverLauncher.url(port)));
    arguments.addAll(List.of(command));
    QuiverProcess submitted = quiver.run(arguments.toArray(String[]::new));
    assertThat(submitted.exitCode()).as(submitted.err()).isZero();
    await().atMost(QuiverProcess.PATIENCE).until(() -> Files.exists(begun));

    worker.controlC();
    worker.awaitErr("W takes no more tasks");
    assertThat(worker.isAlive()).isTrue();
    worker.controlC();

    assertThat(worker.awaitExit().exitCode()).as(worker.err()).isEqualTo(130);
    assertThat(worker.err()).contains("W ends at once");
  }

  @Test
  void aWorkerWaitsForTheBrokerAndFinishesWhatItRunsWhenTold() throws IOException {
    int port = QuiverLauncher.freePort();
    String url = QuiverLauncher.url(port);
    QuiverProcess early =
        quiver.start(
            "worker",
            "--id",
            "Early",
            "--concurrency",
            "1",
            "--data",
            data.toString(),
            "--url",
            url);
    early.awaitErr("waiting for it");
    quiver.broker(data, port);
    early.awaitOut("Worker Early (pid " + early.pid() + ") works for " + url);
    Files.writeString(folder.resolve("short"), "1");
    Files.writeString(folder.resolve("long"), "3000");

    QuiverProcess map =
        quiver
            .start(
                "map",
                "--json",
                "--url",
                url,
                "--data",
                data.toString(),
                "demo.sleep",
                "short",
                "long")
            .awaitLines(1);
    early.terminate();

    assertThat(early.awaitExit().exitCode()).as(early.err()).isZero();
    assertThat(early.err())
        .contains("Early takes no more tasks and finishes what it runs", "Early has stopped: ");
    // Only if the second had not begun: what was given back waits for somebody else.
    quiver.worker(data, port, "Late");
    assertThat(map.awaitExit().exitCode()).as(map.err()).isZero();
    assertThat(MapLine.of(map))
        .extracting(MapLine::input, MapLine::outcome, MapLine::result)
        .containsExactly(tuple("short", "succeeded", "1"), tuple("long", "succeeded", "3000"));
  }

  private Path credentials() {
    return data.resolve("credentials");
  }
}
