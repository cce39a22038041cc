package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code compose.ha.yml}: the live broker's container is killed, and comes back; then the broker in
 * it hangs, and its watchdog kills it.
 */
@OnEngine
class ComposePairIT {

  @TempDir private Path scratch;
  private ComposeStack stack;

  @BeforeEach
  void up() {
    stack = new ComposeStack(scratch, "compose.yml", "compose.ha.yml");
    stack.compose("config", "-q");
    stack.compose("up", "-d", "--build");
  }

  @AfterEach
  void down() {
    stack.close();
  }

  @Test
  void theOtherBrokerServesWithAllThatWasAcceptedUntilTheFirstIsBack() throws Exception {
    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stack.inside("task", "workers", "--json").lines().toList()).hasSize(3));
    assertThat(stack.inside("task", "submit", "--wait", "text.uppercase", "before"))
        .isEqualTo("BEFORE\n");
    stack.inside("task", "submit", "--id", "across", "demo.sleep", "3000");

    stack.kill(stack.containers("broker").get(0));

    assertThat(stack.inside("task", "submit", "--wait", "text.uppercase", "after"))
        .isEqualTo("AFTER\n");
    awaitDone("across");

    stack.compose("up", "-d", "--no-recreate");

    // The log is that of the container, which was started twice.
    await()
        .atMost(Platform.PATIENCE)
        .until(() -> liveTimes(stack.log(stack.containers("broker").get(0))) == 2);
    assertThat(stack.inside("task", "submit", "--wait", "text.uppercase", "back"))
        .isEqualTo("BACK\n");
    aBrokerThatHangsIsKilledByItsWatchdogAndTakenOverFrom();
  }

  private void aBrokerThatHangsIsKilledByItsWatchdogAndTakenOverFrom() throws Exception {
    String primary = stack.containers("broker").get(0);
    String backup = stack.containers("broker-backup").get(0);
    long before = liveTimes(stack.log(backup));
    stack.shell(
        "broker",
        "for each in /proc/[0-9]*; do tr '\\0' ' ' < $each/cmdline | grep -q -- ' --chil[d]'"
            + " && kill -STOP ${each#/proc/}; done; true");

    await().atMost(Platform.PATIENCE).until(() -> liveTimes(stack.log(backup)) > before);
    Console console =
        new Console(
            "http://127.0.0.1:" + stack.variable("QUIVER_BACKUP_CONSOLE_PORT") + "/console");
    assertThat(console.logIn("admin", stack.shell("broker", "cat /run/secrets/admin").strip()))
        .isEqualTo(200);
    await().atMost(Platform.PATIENCE).until(() -> liveTimes(stack.log(primary)) == 3);
    assertThat(stack.inside("task", "submit", "--wait", "text.uppercase", "again"))
        .isEqualTo("AGAIN\n");
  }

  private void awaitDone(String task) {
    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(stack.inside("task", "status", "--json", task)).contains("\"succeeded\"");
            });
  }

  private static long liveTimes(String log) {
    return log.lines().filter(line -> line.contains("broker is live")).count();
  }
}
