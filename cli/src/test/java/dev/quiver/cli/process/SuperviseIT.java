package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver broker --supervise}: a broker that hangs or dies comes back, and what it has. */
@Timeout(600)
@Tag("long")
@Tag("kill")
class SuperviseIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path folder;
  private QuiverLauncher quiver;

  @BeforeEach
  void prepare() {
    quiver = new QuiverLauncher(folder);
  }

  @AfterEach
  void stop() {
    quiver.close();
  }

  private QuiverProcess supervised(int port, String... more) {
    String[] start = {
      "broker", "--supervise", "--data", folder.resolve("data").toString(), "--port", "" + port
    };
    String[] all = new String[start.length + more.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(more, 0, all, start.length, more.length);
    return quiver.start(List.of("env", "QUIVER_METRICS_PORT=0"), Path.of("/dev/null"), all);
  }

  private static ProcessHandle onlyChild(QuiverProcess parent) {
    Set<ProcessHandle> children = parent.children();
    assertThat(children).hasSize(1);
    return children.iterator().next();
  }

  private QuiverProcess onBroker(String... command) {
    String[] all = new String[command.length + 2];
    System.arraycopy(command, 0, all, 0, command.length);
    all[command.length] = "--data";
    all[command.length + 1] = folder.resolve("data").toString();
    return quiver.run(all);
  }

  @Test
  void aHeldBrokerIsKilledAndStartedAgainWithAllItHad() {
    int port = QuiverLauncher.freePort();
    QuiverProcess parent = supervised(port, "--answer-within", "8s").awaitOut("ready");
    ProcessHandle first = onlyChild(parent);
    assertThat(onBroker("user", "add", "maria", "--generate").exitCode()).isZero();
    QuiverProcess.signal("STOP", Long.toString(first.pid()));

    await().atMost(PATIENCE).until(() -> count(parent.out(), "ready") == 2);
    assertThat(first.isAlive()).isFalse();
    assertThat(parent.err())
        .contains("(pid " + first.pid() + ") has not answered for 8 s", "again");
    assertThat(onlyChild(parent).pid()).isNotEqualTo(first.pid());
    assertThat(onBroker("user", "list").out()).contains("maria");
    assertThat(parent.err()).as("the broker's, which has no port of its own").contains("/metrics");

    parent.terminate();
    assertThat(parent.awaitExit().exitCode()).isZero();
    assertThat(parent.err()).contains("The broker has stopped");
    assertThat(folder.resolve("data").resolve("broker.url")).doesNotExist();
  }

  @Test
  void aKilledBrokerComesBackAndTheWatchdogDoesNotOutliveItself() {
    int port = QuiverLauncher.freePort();
    QuiverProcess parent = supervised(port).awaitOut("ready");
    for (int i = 2; i <= 3; i++) {
      int starts = i;
      parent.kill(onlyChild(parent));
      await().atMost(PATIENCE).until(() -> count(parent.out(), "ready") == starts);
    }
    assertThat(parent.err()).contains("has ended by itself with code 137");
    ProcessHandle last = onlyChild(parent);
    parent.kill();
    await().atMost(PATIENCE).until(() -> !last.isAlive());
  }

  @Test
  void ofAPairTheOneThatWaitsIsLeftAloneAndTheHeldOneIsTakenOverFrom() {
    int one = QuiverLauncher.freePort();
    int two = QuiverLauncher.freePort();
    QuiverProcess primary = supervised(one, pair("primary", two)).awaitOut("\"live\"");
    QuiverProcess backup = supervised(two, pair("backup", one)).awaitOut("\"waiting\"");
    ProcessHandle waits = onlyChild(backup);

    QuiverProcess.signal("STOP", Long.toString(onlyChild(primary).pid()));
    backup.awaitOut("\"live\"");
    assertThat(onlyChild(backup).pid()).isEqualTo(waits.pid());
    // The one that was killed comes back and takes over again.
    await().atMost(PATIENCE).until(() -> count(primary.out(), "\"live\"") == 2);
    assertThat(backup.err()).doesNotContain("has not answered");
  }

  private static String[] pair(String profile, int peer) {
    return new String[] {
      "--json", "--answer-within", "8s", "--profile", profile, "--peer", "127.0.0.1:" + peer
    };
  }

  @Test
  void whatIsInTheWayOfTheFirstStartIsSaidOnce() {
    QuiverProcess parent = supervised(QuiverLauncher.freePort(), "--profile", "primary");
    assertThat(parent.awaitExit().exitCode()).isEqualTo(2);
    assertThat(parent.err()).contains("--peer");
    QuiverProcess odd = quiver.run("broker", "--answer-within", "9s");
    assertThat(odd.exitCode()).isEqualTo(2);
    assertThat(odd.err()).contains("--supervise");
  }

  private static int count(String text, String word) {
    return text.split(word, -1).length - 1;
  }
}
