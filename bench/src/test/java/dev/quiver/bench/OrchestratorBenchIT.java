package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole benchmark, small: not what it measures, but that it measures all it promises. */
@Tag("long")
class OrchestratorBenchIT {

  @Test
  void measuresEveryFigureAndLeavesNoProcessBehind() throws Exception {
    Map<String, Figure> figures = new LinkedHashMap<>();
    Report report =
        new Report() {
          @Override
          public void doing(String what) {}

          @Override
          public void figure(Figure figure) {
            figures.put(figure.name(), figure);
          }
        };

    new OrchestratorBench(
            new OrchestratorBenchOptions(1, 1, 1_000, 1_000, 20, 100, 1, 4_000), report)
        .run();

    assertThat(figures.keySet())
        .containsExactly(
            "tasks.raw.async",
            "tasks.raw.transacted",
            "tasks.orchestrated.throughput",
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
            "orchestrator.failoverP95Ms");
    assertThat(figures.values()).allSatisfy(each -> assertThat(each.value()).isPositive());
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
