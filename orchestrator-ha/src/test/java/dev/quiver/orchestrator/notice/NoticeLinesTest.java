package dev.quiver.orchestrator.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.text.BundlesAgree;
import dev.quiver.orchestrator.Notice;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NoticeLinesTest {

  private final List<String> printed = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private NoticeLines lines(Locale locale) {
    return new NoticeLines(new NoticeTexts(locale), () -> now, printed::add);
  }

  @Test
  void eachChangeIsOneLineInTheReadersLanguage() {
    NoticeLines english = lines(Locale.ENGLISH);
    english.accept(new Notice.TaskAssigned(new TaskId("8f3c"), new WorkerId("w2")));
    english.accept(new Notice.WorkerSilent(new WorkerId("w2"), Duration.ofMillis(3140)));
    english.accept(
        new Notice.TaskMoved(new TaskId("8f3c"), new WorkerId("w2"), new WorkerId("w3"), 2));
    english.accept(new Notice.TakingOver("A", 7));
    lines(Locale.forLanguageTag("pt"))
        .accept(new Notice.WorkerSilent(new WorkerId("w2"), Duration.ofMillis(3140)));

    assertThat(printed)
        .containsExactly(
            "task 8f3c assigned to w2",
            "worker w2 is considered failed: no heartbeat for 3.1 s",
            "task 8f3c moved from w2 to w3, attempt 2",
            "leader A is gone: taking over (epoch 7); promoted to primary",
            "worker w2 considerado falho: sem sinal de vida há 3,1 s");
  }

  @Test
  void bothLanguagesSayTheSame() {
    BundlesAgree.check(NoticeTexts.class);
  }

  @Test
  void thousandsOfTasksInASecondBecomeALineWithTheirNumber() {
    NoticeLines lines = lines(Locale.ENGLISH);
    for (int i = 0; i < 5000; i++) {
      lines.accept(new Notice.TaskAssigned(new TaskId("t" + i), new WorkerId("w1")));
    }
    assertThat(printed).hasSize(40);

    now = now.plusSeconds(1);
    lines.accept(new Notice.WorkerLeft(new WorkerId("w1")));

    assertThat(printed)
        .hasSize(42)
        .endsWith(
            "... and 4,960 more tasks assigned, 0 moved",
            "worker w1 is gone: its connection ended");
  }
}
