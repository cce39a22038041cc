package dev.quiver.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.Target;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeJsonTest {

  private static final String BEGINNING =
      "{\"at\":\"2026-01-01T00:00:00Z\",\"orchestrator\":\"A\",";

  private static String json(Notice notice) {
    return NoticeJson.line(Instant.parse("2026-01-01T00:00:00Z"), "A", notice);
  }

  @Test
  void theFactsHaveFieldsOfTheirOwn() {
    assertThat(
            json(new Notice.TaskMoved(new TaskId("t1"), new WorkerId("w1"), new WorkerId("w2"), 2)))
        .isEqualTo(
            BEGINNING
                + "\"notice\":\"TaskMoved\",\"task\":\"t1\",\"from\":\"w1\",\"to\":\"w2\","
                + "\"execution\":2,\"text\":\"task t1 moved from w1 to w2, attempt 2\"}");
    assertThat(json(new Notice.WorkerSilent(new WorkerId("w1"), Duration.ofMillis(3100))))
        .contains("\"worker\":\"w1\",\"silenceMs\":3100,\"text\":\"worker w1 is considered failed");
    assertThat(json(new Notice.Paused(new Target.OneWorker(new WorkerId("w9")))))
        .contains("\"target\":\"worker/w9\"");
    assertThat(json(new Notice.TaskEnded(new TaskId("t2"), Ending.DEAD, "it never worked")))
        .contains("\"ending\":\"dead\",\"reason\":\"it never worked\"");
  }

  /** One of each kind. */
  static Stream<Notice> notices() {
    TaskId task = new TaskId("t1");
    WorkerId worker = new WorkerId("w1");
    TaskType type = new TaskType("demo.sleep");
    return Stream.of(
        new Notice.Leading(7),
        new Notice.LedUntil(7),
        new Notice.WorkerJoined(worker, 4),
        new Notice.WorkerLeft(worker),
        new Notice.WorkerEnding(worker),
        new Notice.WorkerSilent(worker, Duration.ofMillis(3140)),
        new Notice.WorkerBack(worker),
        new Notice.TaskReceived(task, type, "maria"),
        new Notice.TaskAssigned(task, worker),
        new Notice.TaskMoved(task, worker, new WorkerId("w2"), 2),
        new Notice.TaskReturned(task, worker),
        new Notice.TaskEnded(task, Ending.EXPIRED, "why"),
        new Notice.TypeWithoutWorker(type),
        new Notice.TypeServed(type),
        new Notice.Paused(new Target.Everything()),
        new Notice.Resumed(new Target.OneType(type)),
        new Notice.Drained(worker),
        new Notice.Fired("nightly", task, Instant.parse("2026-01-01T00:00:00Z")),
        new Notice.CaughtUp("nightly", task, 4),
        new Notice.StartedAsPrimary(7),
        new Notice.StartedAsBackup("A"),
        new Notice.TakingOver("A", 7),
        new Notice.NoBackup(),
        new Notice.BackupInStep("B"),
        new Notice.Disconnected("why"));
  }

  @ParameterizedTest
  @MethodSource("notices")
  void aNoticeIsReadAsItWasWritten(Notice notice) throws IOException {
    assertThat(NoticeJson.read(new ObjectMapper().readTree(json(notice)))).contains(notice);
  }

  @Test
  void noKindOfNoticeIsLeftOutHere() {
    assertThat(notices().map(Object::getClass).distinct())
        .hasSize(Notice.class.getPermittedSubclasses().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "{\"notice\":\"Unheard\"}",
        "{\"notice\":\"TaskAssigned\",\"task\":\"t1\"}",
        "{\"notice\":\"TaskAssigned\",\"task\":\"t 1\",\"worker\":\"w1\"}",
        "{\"notice\":\"Fired\",\"schedule\":\"n\",\"task\":\"t1\",\"due\":\"soon\"}"
      })
  void whatIsNoNoticeIsNone(String line) throws IOException {
    assertThat(NoticeJson.read(new ObjectMapper().readTree(line))).isEmpty();
  }

  @Test
  void whatPeopleAreNotToldHasNoText() {
    assertThat(json(new Notice.Leading(7)))
        .isEqualTo(BEGINNING + "\"notice\":\"Leading\",\"epoch\":7}");
  }
}
