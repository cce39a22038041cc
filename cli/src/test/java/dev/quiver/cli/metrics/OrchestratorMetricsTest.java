package dev.quiver.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.ledger.LedgerStatistics;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrchestratorMetricsTest {

  private static final WorkerId A = new WorkerId("a");
  private static final WorkerId B = new WorkerId("b");
  private static final TaskId TASK = new TaskId("8f3c0000-0000-4000-8000-000000000001");

  private final List<Notice> told = new ArrayList<>();
  private final OrchestratorMetrics metrics = new OrchestratorMetrics(told::add);

  private Page page() {
    try (RoleMetrics role = RoleMetrics.unserved("orchestrator")) {
      LedgerStatistics ledger =
          new LedgerStatistics(Map.of(TaskState.SUCCEEDED, 7L), 0, 0, 250, 1_500, -1, -1);
      role.begin(to -> metrics.addTo(to, () -> ledger, () -> 4, () -> true));
      return new Page(role.text());
    }
  }

  @Test
  void whatPeopleAreToldIsCountedAndPassedOn() {
    List<Notice> notices =
        List.of(
            new Notice.StartedAsPrimary(5),
            new Notice.WorkerJoined(A, 2),
            new Notice.WorkerJoined(B, 2),
            new Notice.TaskAssigned(TASK, A),
            new Notice.TaskAssigned(TASK, B),
            new Notice.TaskEnded(TASK, Ending.EXPIRED, "late"),
            new Notice.WorkerSilent(B, Duration.ofSeconds(3)),
            new Notice.TaskMoved(TASK, B, A, 2));
    notices.forEach(metrics);
    assertThat(told).isEqualTo(notices);
    Page page = page();
    assertThat(page.value("quiver_connected")).isEqualTo(1);
    assertThat(page.value("quiver_orchestrator_leading")).isEqualTo(1);
    assertThat(page.value("quiver_orchestrator_epoch")).isEqualTo(5);
    assertThat(page.value("quiver_orchestrator_workers")).isEqualTo(1);
    assertThat(page.value("quiver_orchestrator_assigned_total")).isEqualTo(2);
    assertThat(page.value("quiver_orchestrator_moved_total")).isEqualTo(1);
    assertThat(page.value("quiver_orchestrator_silent_workers_total")).isEqualTo(1);
    assertThat(page.value("quiver_orchestrator_ended_total", "ending", "expired")).isEqualTo(1);
    assertThat(page.value("quiver_orchestrator_ended_total", "ending", "dead")).isZero();
    assertThat(page.value("quiver_orchestrator_rejected_total")).isEqualTo(4);
    assertThat(page.value("quiver_ledger_tasks", "state", "succeeded")).isEqualTo(7);
    assertThat(page.value("quiver_ledger_waited_seconds", "quantile", "0.95")).isEqualTo(1.5);
    assertThat(page.value("quiver_ledger_ran_seconds", "quantile", "0.5")).isNaN();
  }

  @Test
  void whoDoesNotLeadHasNoWorkersAndNoEpoch() {
    metrics.accept(new Notice.TakingOver("other", 9));
    metrics.accept(new Notice.WorkerJoined(A, 2));
    metrics.accept(new Notice.LedUntil(9));
    Page page = page();
    assertThat(page.value("quiver_orchestrator_leading")).isZero();
    assertThat(page.value("quiver_orchestrator_epoch")).isZero();
    assertThat(page.value("quiver_orchestrator_workers")).isZero();
    assertThat(page.value("quiver_orchestrator_reigns_total")).isEqualTo(1);
  }
}
