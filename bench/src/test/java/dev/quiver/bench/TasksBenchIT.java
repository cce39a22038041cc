package dev.quiver.bench;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole benchmark, small: not what it measures, but that it measures all it promises. */
class TasksBenchIT {

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

    new TasksBench(new TasksBenchOptions(1, 1, 1_000, 1_000, 20, 100, 2_000), report).run();

    assertThat(figures.keySet())
        .containsExactly(
            "tasks.raw.async",
            "tasks.raw.transacted",
            "tasks.pool.throughput",
            "tasks.pool.latencyP50Ms",
            "tasks.pool.latencyP99Ms",
            "tasks.pool.brokerHeapMiB",
            "tasks.submit.throughput",
            "tasks.backlog.brokerHeapMiB",
            "tasks.backlog.throughput",
            "tasks.backlog.brokerHeapAfterMiB");
    assertThat(figures.values()).allSatisfy(each -> assertThat(each.value()).isPositive());
    Figure raw = requireNonNull(figures.get("tasks.raw.async"));
    Figure pool = requireNonNull(figures.get("tasks.pool.throughput"));
    assertThat(pool.limit()).isEqualTo(raw.value() / 2);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
