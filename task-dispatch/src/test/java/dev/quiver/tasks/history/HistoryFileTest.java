package dev.quiver.tasks.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.history.HistoryEvent.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFileTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456Z");
  private static final String GOOD =
      "{\"at\":\"2026-01-01T00:00:00Z\",\"process\":\"c-1\",\"event\":\"submit.invoked\","
          + "\"taskId\":\"a\"}";

  @TempDir private Path folder;
  private final List<HistoryEvent> events = new ArrayList<>();
  private final HistoryReader reader = new HistoryReader(events::add);

  private Path file() {
    return folder.resolve("sub").resolve("history.jsonl");
  }

  private HistoryFile open() throws IOException {
    return HistoryFile.open(file(), "client", InstantSource.fixed(NOW));
  }

  private Path lines(String... lines) throws IOException {
    Path file = folder.resolve("written");
    return Files.writeString(file, String.join("\n", lines));
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    Outcome.Facts facts =
        new Outcome.Facts(
            new TaskId("a"), new TaskType("exec"), null, new WorkerId("w1"), 2, 1, null, NOW);
    try (HistoryFile history = open()) {
      history.submit(Kind.SUBMIT_INVOKED, new TaskId("a"));
      history.execution(Kind.EXECUTION_BEGUN, new TaskId("a"), new WorkerId("w1"), 2);
      history.received(new Outcome.Succeeded(facts, Payload.of("x")), 99);
      history.reign(Kind.COMMIT_RETURNED, 7);
    }
    reader.read(file());

    String process = "client-" + ProcessHandle.current().pid();
    assertThat(events)
        .containsExactly(
            new HistoryEvent(NOW, process, Kind.STARTED, null, null, 0, 0, null, null, null),
            HistoryEvent.ofTask(NOW, process, Kind.SUBMIT_INVOKED, "a"),
            new HistoryEvent(NOW, process, Kind.EXECUTION_BEGUN, "a", "w1", 2, 0, null, null, null),
            new HistoryEvent(
                NOW, process, Kind.OUTCOME_RECEIVED, "a", "w1", 2, 1, "succeeded", 99L, null),
            HistoryEvent.ofReign(NOW, process, Kind.COMMIT_RETURNED, 7));
    assertThat(reader.torn()).isZero();
  }

  @Test
  void anEventIsInTheFileBeforeAddReturns() throws IOException {
    try (HistoryFile history = open()) {
      history.submit(Kind.SUBMIT_INVOKED, new TaskId("a"));
      assertThat(Files.readString(file())).endsWith("\"taskId\":\"a\"}\n");
    }
  }

  @Test
  void aSuccessorGoesOnAndDoesNotSpoilTheLastLine() throws IOException {
    try (HistoryFile history = open()) {
      history.submit(Kind.SUBMIT_INVOKED, new TaskId("a"));
    }
    Files.writeString(file(), "{\"at\":\"2026-01-01T00:0", StandardOpenOption.APPEND);
    try (HistoryFile history = open()) {
      history.submit(Kind.SUBMIT_INVOKED, new TaskId("b"));
    }
    reader.read(file());

    assertThat(events)
        .extracting(HistoryEvent::kind)
        .containsExactly(Kind.STARTED, Kind.SUBMIT_INVOKED, Kind.STARTED, Kind.SUBMIT_INVOKED);
    assertThat(reader.torn()).isEqualTo(1);
  }

  @Test
  void aTornLastLineIsPassedOverAndCounted() throws IOException {
    for (int cut = 1; cut < GOOD.length(); cut++) {
      HistoryReader each = new HistoryReader(events::add);
      each.read(lines(GOOD, GOOD.substring(0, cut)));
      assertThat(each.torn()).as("cut at %s", cut).isEqualTo(1);
    }
    assertThat(events).hasSize(GOOD.length() - 1);
  }

  @Test
  void aTornLineThatAnEventFollowsMakesTheHistoryUnusable() throws IOException {
    Path file = lines(GOOD, GOOD.substring(0, 40), GOOD);

    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void unknownFieldsArePassedOver() throws IOException {
    reader.read(lines(GOOD.replace("}", ",\"later\":{\"x\":[1,2]}}")));

    assertThat(events).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "{\"at\":\"2026-01-01T00:00:00Z\"}",
        "{\"at\":\"yesterday\",\"process\":\"c\",\"event\":\"submit.invoked\",\"taskId\":\"a\"}",
        "{\"at\":\"2026-01-01T00:00:00Z\",\"process\":\"c\",\"event\":\"flew.away\"}",
        "{\"at\":\"2026-01-01T00:00:00Z\",\"process\":\"c\",\"event\":\"submit.invoked\"}",
        "{\"at\":\"2026-01-01T00:00:00Z\",\"process\":\"c\",\"event\":\"outcome.received\","
            + "\"taskId\":\"a\"}",
        "{\"at\":\"2026-01-01T00:00:00Z\",\"process\":\"c\",\"event\":\"commit.invoked\"}",
        "{\"at\":\"2026-01-01T00:00:00Z\",\"process\":7,\"event\":\"submit.invoked\"}",
        "[]",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
      })
  void anyOtherLineIsRefusedWithItsNumber(String line) throws IOException {
    Path file = lines(GOOD, line, GOOD);

    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void anEndlessLineIsRefusedWithoutReadingItWhole() throws IOException {
    Path file = lines(GOOD, "{\"at\":\"" + "x".repeat(HistoryReader.MAX_LINE));

    assertThatThrownBy(() -> reader.read(file)).hasMessageContaining("line 2: it is longer than");
  }

  @Test
  void whatIsNotTextIsRefused() throws IOException {
    Path file = folder.resolve("bytes");
    Files.write(file, (GOOD + "\n\u00ff").getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessageContaining("UTF-8");
  }
}
