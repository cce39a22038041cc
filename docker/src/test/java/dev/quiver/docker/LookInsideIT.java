package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/**
 * What an operator sees of the broker from outside: in the console's REST interface, and with
 * Artemis' own command line, which knows nothing of us.
 */
@OnEngine
class LookInsideIT {

  private static final String TYPE = "hash.sha256";
  private static final String QUEUE = "quiver.tasks.pool." + TYPE;

  @TempDir private Path scratch;
  private Platform platform;

  @BeforeEach
  void aTaskWaits(Platform shared) {
    platform = shared;
    if (submit().getExitCode() != 0) {
      // Nobody has ever served the type: a worker makes its queue, and goes.
      GenericContainer<?> worker =
          platform.role("worker", "works for", "worker", "--id", "once", "--types", TYPE);
      assertThat(Platform.stop(worker)).as(worker.getLogs()).isZero();
      ExecResult submitted = submit();
      assertThat(submitted.getExitCode()).as(submitted.toString()).isZero();
    }
  }

  @Test
  void theConsoleShowsQueuesAndTheJsonOfAWaitingTask() throws Exception {
    Console console = new Console(platform.consoleFromOutside());
    assertThat(console.statusOfQueues()).isBetween(401, 403);
    assertThat(console.logIn("viewer", Platform.passwordOf("viewer"))).isBetween(401, 403);
    assertThat(console.logIn("admin", Platform.passwordOf("admin"))).isEqualTo(200);

    assertThat(console.attribute("QueueNames").toString())
        .contains(QUEUE, "quiver.tasks.dead", "quiver.orchestrators.leader");
    JsonNode messages = console.browse(QUEUE);
    assertThat(messages).isNotEmpty();
    JsonNode body = new ObjectMapper().readTree(messages.get(0).get("text").asText());
    assertThat(body.path("payload").asText()).isEqualTo("what is hashed");
  }

  @Test
  void artemisShowsViewersTheDepthsAndNothingElse() throws Exception {
    Program depths = artemis("viewer", "queue", "stat", "--maxColumnSize=-1");
    assertThat(depths.exitCode()).as(depths.toString()).isZero();
    assertThat(depths.out()).contains(QUEUE);

    for (List<String> refused :
        List.of(
            List.of("browser", "--destination", "queue://" + QUEUE),
            List.of("browser", "--destination", "queue://quiver.tasks.results.client.cli"),
            List.of("browser", "--destination", "queue://quiver.tasks.dead"),
            List.of("consumer", "--destination", "queue://" + QUEUE, "--message-count", "1"),
            List.of("producer", "--destination", "queue://" + QUEUE, "--message-count", "1"),
            List.of("queue", "purge", "--name", QUEUE),
            List.of(
                "address",
                "create",
                "--name",
                "quiver.chat.room.new",
                "--multicast",
                "--no-anycast"))) {
      Program program = artemis("viewer", refused.toArray(String[]::new));
      assertThat(program.out() + program.err())
          .as("%s: %s", refused, program)
          .containsPattern("AMQ229031|AMQ229032|AMQ229213|AMQ229214|not have permission");
      assertThat(program.out()).as("%s", refused).doesNotContain("what is hashed");
    }
  }

  @Test
  void artemisShowsAdminsWhatIsInQueuesAndObeysThem() throws Exception {
    Program depths = artemis("admin", "queue", "stat", "--maxColumnSize=-1");
    assertThat(depths.exitCode()).as(depths.toString()).isZero();
    assertThat(depths.out()).contains(QUEUE);

    Program seen = artemis("admin", "browser", "--destination", "queue://" + QUEUE, "--verbose");
    assertThat(seen.exitCode()).as(seen.toString()).isZero();
    assertThat(seen.out()).contains("what is hashed");

    Program made =
        artemis(
            "admin",
            "address",
            "create",
            "--name",
            "quiver.chat.room.operators",
            "--multicast",
            "--no-anycast");
    assertThat(made.exitCode()).as(made.toString()).isZero();
    Program removed = artemis("admin", "address", "delete", "--name", "quiver.chat.room.operators");
    assertThat(removed.exitCode()).as(removed.toString()).isZero();
  }

  private ExecResult submit() {
    return platform.run("client", "task", "submit", "--via", "pool", TYPE, "what is hashed");
  }

  private Program artemis(String account, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", libraries() + "/*"));
    command.add("org.apache.activemq.artemis.cli.Artemis");
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "--url",
            platform.urlFromOutside(),
            "--user",
            account,
            "--password",
            Platform.passwordOf(account)));
    return Program.run(scratch, Map.of("ARTEMIS_INSTANCE", scratch.toString()), command);
  }

  private static Path libraries() throws IOException {
    try (var folders = Files.list(Path.of("target", "artemis"))) {
      return folders.findAny().orElseThrow().resolve("lib").toAbsolutePath();
    }
  }
}
