package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole benchmark, small: not what it measures, but that it measures all it promises. */
@Tag("long")
class OrchestratorBenchIT {

  @Test
  void measuresEveryFigureAndLeavesNoProcessBehind() throws Exception {
    RecordedReport report = new RecordedReport();

    new OrchestratorBench(
            new OrchestratorBenchOptions(1, 1, 1_000, 1_000, 20, 100, 1, 1, 4_000), report)
        .run();

    assertThat(report.names())
        .containsExactly(
            "tasks.raw.async",
            "tasks.raw.transacted",
            "tasks.orchestrated.throughput",
            "tasks.raw.storedP50Ms",
            "tasks.orchestrated.latencyP50Ms",
            "tasks.orchestrated.latencyP99Ms",
            "tasks.orchestrated.withBackup.throughput",
            "orchestrator.ledger.tasks",
            "orchestrator.heapMiB",
            "orchestrator.residentMiB",
            "orchestrator.statusP95Ms",
            "orchestrator.listP95Ms",
            "worker.failoverP50Ms",
            "worker.failoverP95Ms",
            "orchestrator.failoverP50Ms",
            "orchestrator.failoverP95Ms",
            "worker.frozenP50Ms",
            "worker.frozenP95Ms",
            "orchestrator.frozenP50Ms",
            "orchestrator.frozenP95Ms");
    report.assertWhole();
  }
}
