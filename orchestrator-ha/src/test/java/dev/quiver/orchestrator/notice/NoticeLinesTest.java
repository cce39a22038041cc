package dev.quiver.orchestrator.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.text.BundlesAgree;
import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.orchestrator.Target;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoticeLinesTest {

  private static final TaskType TYPE = new TaskType("demo.sleep");

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
  void theReasonsWithinThemAreInTheReadersLanguageToo() {
    NoticeTexts portuguese = new NoticeTexts(Locale.forLanguageTag("pt"));
    TaskId task = new TaskId("t1");

    assertThat(
            Stream.of(
                    new Notice.TaskEnded(
                        task, Ending.CANCELLED, OrchestratorReasons.say("cancelled")),
                    new Notice.TaskEnded(task, Ending.EXPIRED, OrchestratorReasons.say("expired")),
                    new Notice.TaskEnded(task, Ending.DEAD, OrchestratorReasons.say("dead", 3)),
                    new Notice.Disconnected(
                        String.valueOf(
                            Failures.translate(new ActiveMQNotConnectedException()).getMessage())))
                .map(notice -> portuguese.line(notice).orElseThrow()))
        .containsExactly(
            "tarefa t1 cancelada: cancelada antes de ser executada",
            "tarefa t1 expirada: seu prazo passou antes de ser iniciada",
            "tarefa t1 morta: seu worker morreu enquanto ela rodava sozinha, na tentativa 3",
            "sem o broker, tentando de novo: a conexão com o broker se perdeu");
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
            "... and of more tasks 4,960 assigned", "worker w1 is gone: its connection ended");
  }

  @Test
  void whatIsLeftOutOfASecondIsCountedWhateverItWas() {
    NoticeLines lines = lines(Locale.ENGLISH);
    for (int i = 0; i < 100; i++) {
      TaskId task = new TaskId("t" + i);
      lines.accept(new Notice.TaskReceived(task, TYPE, "maria"));
      lines.accept(new Notice.TaskReturned(task, new WorkerId("w1")));
      lines.accept(new Notice.TaskEnded(task, Ending.CANCELLED, "cancelled"));
    }
    assertThat(printed).hasSize(40);

    now = now.plusSeconds(1);
    lines.turn();

    assertThat(printed)
        .hasSize(41)
        .last()
        .isEqualTo(
            "... and of more tasks 86 received, 87 taken back, 87 cancelled, expired or dead");
  }

  /** All but the beginning of a reign, of which how it came about is told instead. */
  static Stream<Notice> notices() {
    TaskId task = new TaskId("8f3c");
    WorkerId worker = new WorkerId("w2");
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    return Stream.of(
        new Notice.LedUntil(7),
        new Notice.WorkerJoined(worker, 4),
        new Notice.WorkerLeft(worker),
        new Notice.WorkerEnding(worker),
        new Notice.WorkerSilent(worker, Duration.ofMillis(3140)),
        new Notice.WorkerBack(worker),
        new Notice.TaskReceived(task, TYPE, "maria"),
        new Notice.TaskAssigned(task, worker),
        new Notice.TaskMoved(task, worker, new WorkerId("w3"), 2),
        new Notice.TaskReturned(task, worker),
        new Notice.TaskEnded(task, Ending.CANCELLED, "why"),
        new Notice.TaskEnded(task, Ending.EXPIRED, "why"),
        new Notice.TaskEnded(task, Ending.DEAD, "why"),
        new Notice.TypeWithoutWorker(TYPE),
        new Notice.TypeServed(TYPE),
        new Notice.Paused(new Target.Everything()),
        new Notice.Paused(new Target.OneWorker(worker)),
        new Notice.Resumed(new Target.OneType(TYPE)),
        new Notice.Drained(worker),
        new Notice.Fired("nightly", task, time),
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
  void everyNoticeHasItsWordsInBothLanguages(Notice notice) {
    String english = new NoticeTexts(Locale.ENGLISH).line(notice).orElseThrow();
    String portuguese = new NoticeTexts(Locale.forLanguageTag("pt")).line(notice).orElseThrow();

    assertThat(english).isNotBlank().doesNotContain("{", "}");
    assertThat(portuguese).isNotBlank().doesNotContain("{", "}").isNotEqualTo(english);
  }

  @Test
  void noKindOfNoticeIsLeftOutHere() {
    assertThat(notices().map(Object::getClass).distinct())
        .hasSize(Notice.class.getPermittedSubclasses().length - 1);
  }
}
