package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The whole benchmark, small: not what it measures, but that it measures all it promises. */
class TasksBenchIT {

  @Test
  void measuresEveryFigureAndLeavesNoProcessBehind() throws Exception {
    RecordedReport report = new RecordedReport();

    new TasksBench(new TasksBenchOptions(1, 1, 1_000, 1_000, 20, 100, 2_000), report).run();

    assertThat(report.names())
        .containsExactly(
            "tasks.raw.async",
            "tasks.raw.transacted",
            "tasks.pool.throughput",
            "tasks.raw.storedP50Ms",
            "tasks.pool.latencyP50Ms",
            "tasks.pool.latencyP99Ms",
            "tasks.pool.brokerHeapMiB",
            "tasks.submit.throughput",
            "tasks.backlog.brokerHeapMiB",
            "tasks.backlog.throughput",
            "tasks.backlog.brokerHeapAfterMiB");
    report.assertWhole();
    Figure raw = report.get("tasks.raw.async");
    Figure pool = report.get("tasks.pool.throughput");
    assertThat(pool.limit()).isEqualTo(raw.value() / 2);
  }
}
