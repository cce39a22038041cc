package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.tasks.check.Property;
import dev.quiver.tasks.check.TaskChecker;
import dev.quiver.tasks.check.Verdict;
import dev.quiver.tasks.history.HistoryEvent;
import dev.quiver.tasks.history.HistoryEvent.Kind;
import dev.quiver.tasks.history.HistoryReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why a reign ends with its connection: a leader that is held with SIGSTOP longer than its
 * time-to-live commits nothing afterwards if its connection is fenced; one whose connection comes
 * back by itself goes on in its old epoch, and the checker must find that.
 */
@Tag("long")
@Timeout(120)
class ReignControlIT {

  @TempDir private Path folder;
  private BrokerFixture broker;
  private final List<Process> leaders = new ArrayList<>();

  @BeforeEach
  void start() {
    broker = BrokerFixture.in(folder);
  }

  @AfterEach
  void stop() {
    leaders.forEach(each -> each.destroyForcibly().onExit().join());
    broker.close();
  }

  @Test
  void aLeaderThatConnectsAgainByItselfCommitsInItsOldEpochAndIsCaught() {
    Process old = holdUntilAnotherLeads(false);
    long before = returned("A");
    signal("CONT", old);
    await().atMost(Duration.ofSeconds(30)).until(() -> returned("A") > before + 5);

    assertThat(verdict().violations()).isPositive();
    assertThat(verdict().first()).contains("committed in epoch 1");
  }

  @Test
  void aFencedLeaderCommitsNothingMoreAndBeginsAnew() {
    Process old = holdUntilAnotherLeads(true);
    signal("CONT", old);
    leaders.get(1).destroyForcibly().onExit().join();
    // It lives: it leads again, in an epoch of its own.
    awaitReigns("A", 2);
    long before = returned("A");
    await().atMost(Duration.ofSeconds(30)).until(() -> returned("A") > before + 5);

    assertThat(verdict().checked()).isPositive();
    assertThat(verdict().found()).as(verdict().first()).isZero();
  }

  private Process holdUntilAnotherLeads(boolean fenced) {
    Process first = start("A", fenced);
    awaitReigns("A", 1);
    await().atMost(Duration.ofSeconds(30)).until(() -> returned("A") > 5);
    start("B", fenced);
    signal("STOP", first);
    awaitReigns("B", 1);
    return first;
  }

  private Process start(String id, boolean fenced) {
    ConnectionSettings settings = broker.as("orchestrator");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ToyLeader.class.getName(),
            settings.url(),
            Boolean.toString(fenced),
            history(id).toString());
    builder.environment().put("LEADER_PASSWORD", String.valueOf(settings.password().reveal()));
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(id + ".log").toFile());
    try {
      Process process = builder.start();
      leaders.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path history(String id) {
    return folder.resolve("history-" + id);
  }

  private void awaitReigns(String id, int count) {
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> events(id).stream().filter(e -> e.kind() == Kind.REIGN_BEGUN).count() >= count);
  }

  private long returned(String id) {
    return events(id).stream().filter(each -> each.kind() == Kind.COMMIT_RETURNED).count();
  }

  private List<HistoryEvent> events(String id) {
    List<HistoryEvent> events = new ArrayList<>();
    if (Files.exists(history(id))) {
      try {
        new HistoryReader(events::add).read(history(id));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return events;
  }

  private Verdict verdict() {
    TaskChecker checker = new TaskChecker();
    events("A").forEach(checker::add);
    events("B").forEach(checker::add);
    return checker.verdicts().stream()
        .filter(each -> each.property() == Property.EPOCHS)
        .findFirst()
        .orElseThrow();
  }

  private static void signal(String name, Process process) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).inheritIO().start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
