package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The benchmark of multicast, small: not what it measures, but that it measures all it promises.
 */
@Tag("long")
class MulticastBenchIT {

  @Test
  void measuresEveryFigureAndLeavesNoProcessBehind() throws Exception {
    RecordedReport report = new RecordedReport();

    new MulticastBench(new MulticastBenchOptions(3, 64, 1, 1, 50, 20, 2, true), report).run();

    assertThat(report.names())
        .contains(
            "multicast.raw.fanout",
            "multicast.raw.latencyP99Ms",
            "multicast.jgroups.fifo.throughput",
            "multicast.jgroups.fifo.latencyP50Ms",
            "multicast.jgroups.sequencer.throughput",
            "multicast.jgroups.sequencer.10threads.throughput");
    for (Order order : Order.values()) {
      assertThat(report.names())
          .contains(
              "multicast." + order.label() + ".throughput",
              "multicast." + order.label() + ".latencyP50Ms",
              "multicast." + order.label() + ".latencyP99Ms");
    }
    report.assertWhole();
  }
}
