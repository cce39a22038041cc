package dev.quiver.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.Target;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

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

  @Test
  void whatPeopleAreNotToldHasNoText() {
    assertThat(json(new Notice.Leading(7)))
        .isEqualTo(BEGINNING + "\"notice\":\"Leading\",\"epoch\":7}");
  }
}
