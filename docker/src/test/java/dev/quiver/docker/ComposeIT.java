package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code compose.yml} as an operator uses it: up, submit from this machine, pull the plug of a
 * worker and of the leading orchestrator, stop. One stack for all, since starting it is the dear
 * part.
 */
@OnEngine
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {

  @TempDir private static Path scratch;
  private static ComposeStack stack;

  @BeforeAll
  static void up() {
    stack = new ComposeStack(scratch, "compose.yml");
    stack.compose("config", "-q");
    stack.compose("up", "-d", "--build");
    await().atMost(Platform.PATIENCE).untilAsserted(() -> assertThat(workers()).isEqualTo(3));
  }

  @AfterAll
  static void down() {
    stack.close();
  }

  @Test
  @Order(1)
  void aTaskFromThisMachineIsDoneByOneOfThreeWorkers() {
    String result = stack.quiver("task", "submit", "--wait", "text.count_words", "a b c");

    assertThat(result).isEqualTo("3\n");
    // Nothing is published but on loopback.
    assertThat(stack.compose("port", "broker", "61616")).startsWith("127.0.0.1:");
    assertThat(stack.compose("port", "broker", "8161")).startsWith("127.0.0.1:");
  }

  @Test
  @Order(1)
  void noContainerHasRightsOrPasswordsThatItNeedNotHave() {
    List<String> containers = stack.containers();
    assertThat(containers).hasSize(6);
    for (String each : containers) {
      InspectContainerResponse known = stack.inspect(each);
      String name = known.getName();
      HostConfig host = Objects.requireNonNull(known.getHostConfig());
      assertThat(known.getConfig().getUser()).as(name).isEqualTo("10001:10001");
      assertThat(host.getReadonlyRootfs()).as(name).isTrue();
      assertThat(host.getPrivileged()).as(name).isFalse();
      assertThat(host.getCapDrop()).as(name).containsExactly(Capability.ALL);
      assertThat(host.getSecurityOpts()).as(name).contains("no-new-privileges:true");
      String told =
          String.join("\n", Objects.requireNonNull(known.getConfig().getEnv()))
              + String.join(" ", Objects.requireNonNull(known.getConfig().getCmd()));
      assertThat(told).as(name).doesNotContain(stack.passwords());
    }
  }

  @Test
  @Order(2)
  void aTaskOfAKilledWorkerIsDoneByAnother() {
    // Looked up before, and a task long enough that it still runs when the plug is pulled.
    Map<String, String> containers = containersByWorker();
    stack.quiver("task", "submit", "--id", "survivor", "demo.sleep", "12000");
    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(() -> assertThat(status("survivor").hasNonNull("worker")).isTrue());
    String killed = status("survivor").get("worker").asText();

    stack.kill(Objects.requireNonNull(containers.get(killed)));

    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(
            () -> assertThat(status("survivor").get("state").asText()).isEqualTo("succeeded"));
    assertThat(status("survivor").get("worker").asText()).isNotEqualTo(killed);
    await().atMost(Platform.PATIENCE).untilAsserted(() -> assertThat(workers()).isEqualTo(2));
  }

  @Test
  @Order(3)
  void theBackupLeadsWhenTheLeaderIsKilled() {
    String leader = leader();
    stack.quiver("task", "submit", "--id", "across", "demo.sleep", "3000");
    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(() -> assertThat(status("across").hasNonNull("worker")).isTrue());

    stack.kill(stack.containers("orchestrator-" + leader.toLowerCase(Locale.ROOT)).get(0));

    assertThat(stack.quiver("task", "submit", "--wait", "text.uppercase", "after"))
        .isEqualTo("AFTER\n");
    await()
        .atMost(Platform.PATIENCE)
        .untilAsserted(
            () -> assertThat(status("across").get("state").asText()).isEqualTo("succeeded"));
    assertThat(leader()).isNotEqualTo(leader).isIn("A", "B");
  }

  @Test
  @Order(4)
  void allStopInGoodOrder() {
    List<String> workers = stack.containers("worker");
    List<String> brokers = stack.containers("broker");

    stack.compose("stop");

    assertThat(workers).isNotEmpty().allSatisfy(each -> assertThat(stack.exitCode(each)).isZero());
    assertThat(brokers).singleElement().satisfies(one -> assertThat(stack.exitCode(one)).isZero());
    assertThat(stack.log(workers.get(0))).contains("takes no more tasks", "has stopped");
    assertThat(stack.log(brokers.get(0))).contains("The broker has stopped.");
  }

  private static JsonNode status(String task) {
    return stack.quiverJson("task", "status", task).get(0);
  }

  private static String leader() {
    return stack.quiverJson("task", "stats").get(0).path("leader").asText();
  }

  private static int workers() {
    return stack.quiverJson("task", "workers").size();
  }

  /** By what each says of itself. */
  private static Map<String, String> containersByWorker() {
    Pattern name = Pattern.compile("Worker (Worker-[0-9]+) ");
    Map<String, String> found = new TreeMap<>();
    for (String container : stack.containers("worker")) {
      Matcher matcher = name.matcher(stack.log(container));
      if (matcher.find()) {
        found.put(matcher.group(1), container);
      }
    }
    return found;
  }
}
