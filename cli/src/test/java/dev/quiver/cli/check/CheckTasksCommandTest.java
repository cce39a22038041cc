package dev.quiver.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver check tasks} as people and programs see it. */
class CheckTasksCommandTest {

  @TempDir private Path folder;
  private TestContexts cli;

  @BeforeEach
  void setUp() {
    cli = TestContexts.plain(folder);
  }

  private String history(String name, String... events) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, Stream.of(events).collect(Collectors.joining("\n", "", "\n")));
    return file.toString();
  }

  private static String event(String name, String task) {
    return "{\"at\":\"2026-01-01T00:00:00Z\",\"process\":\"c-1\",\"event\":\""
        + name
        + "\",\"taskId\":\""
        + task
        + "\",\"outcome\":\"succeeded\",\"message\":1}";
  }

  private JsonNode verdict(String property) throws IOException {
    for (String line : cli.out().lines().toList()) {
      JsonNode verdict = new ObjectMapper().readTree(line);
      if (verdict.path("property").asText().equals(property)) {
        return verdict;
      }
    }
    throw new AssertionError("no verdict on " + property + ": " + cli.out());
  }

  @Test
  void aHistoryThatKeepsThePromisesExitsWithZero() throws IOException {
    String client =
        history(
            "client",
            event("submit.invoked", "a"),
            event("submit.returned", "a"),
            event("outcome.received", "a"));
    String worker = history("worker", event("execution.begun", "a"));

    assertThat(cli.run("check", "tasks", "--json", client, worker)).isEqualTo(ExitCode.DONE);

    assertThat(verdict("lost").path("holds").asBoolean()).isTrue();
    assertThat(verdict("lost").path("checked").asInt()).isEqualTo(1);
    assertThat(verdict("lost").has("first")).isFalse();
    assertThat(verdict("executedAgain").path("checked").asInt()).isEqualTo(1);
    assertThat(cli.err()).contains("Read 4 events of 2 files; 1 tasks");
  }

  @Test
  void aLostTaskIsNamedAndTheExitCodeSaysSo() throws IOException {
    String client =
        history("client", event("submit.invoked", "gone"), event("submit.returned", "gone"));

    assertThat(cli.run("check", "tasks", "--json", client)).isEqualTo(ExitCode.WORK_FAILED);

    assertThat(verdict("lost").path("holds").asBoolean()).isFalse();
    assertThat(verdict("lost").path("violations").asInt()).isEqualTo(1);
    assertThat(verdict("lost").path("first").asText()).isEqualTo("gone");
    assertThat(verdict("unexpected").path("holds").asBoolean()).isTrue();
  }

  @Test
  void peopleGetATableInTheirLanguage() throws IOException {
    String client =
        history("client", event("submit.invoked", "gone"), event("submit.returned", "gone"));
    TestContexts portuguese = new TestContexts(folder, Map.of(), Locale.forLanguageTag("pt"), "");

    assertThat(portuguese.run("check", "tasks", client)).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(portuguese.out()).contains("lost", "QUEBRADA", "gone");
    cli.run("check", "tasks", client);
    assertThat(cli.out()).contains("PROPERTY", "VIOLATED", "holds", "(allowed)");
  }

  @Test
  void aDamagedFileIsNamedWithItsLineAndNotJudged() throws IOException {
    String client = history("client", event("submit.invoked", "a"), "nonsense");

    assertThat(cli.run("check", "tasks", "--json", client)).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains(client + ", line 2:", "cannot be judged");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void aTornLineIsMentioned() throws IOException {
    String client =
        history(
            "client",
            event("submit.invoked", "a"),
            event("submit.returned", "a"),
            event("outcome.received", "a"),
            event("submit.invoked", "b").substring(0, 50));

    assertThat(cli.run("check", "tasks", client)).isEqualTo(ExitCode.DONE);
    assertThat(cli.err()).contains("Unfinished lines of processes that were killed: 1");
  }

  @Test
  void historiesWithoutASubmitSayNothing() throws IOException {
    String worker = history("worker", event("execution.begun", "a"));

    assertThat(cli.run("check", "tasks", worker)).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("nobody submits a task");
  }

  @Test
  void anAbsentFileIsNamed() {
    assertThat(cli.run("check", "tasks", folder.resolve("none").toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("none does not exist");
  }

  @Test
  void aClassThatIsNoneIsRefusedWithThoseThereAre() {
    assertThat(cli.run("task", "submit", "--class", "urgent", "hash.sha256", "a"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("\"urgent\" is no value for --class.", "high, normal, low");
  }

  @Test
  void faultsThatCannotBeAreRefusedBeforeAnythingElse() {
    assertThat(cli.run("worker", "--fail-rate", "2")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("fail-rate is 2.0", "0.1");
    assertThat(cli.run("worker", "--crash-after", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(cli.err()).contains("crash-after is 0", "from 1");
  }
}
