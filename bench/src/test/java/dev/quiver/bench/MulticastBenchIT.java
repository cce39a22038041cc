package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.Order;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The benchmark of multicast, small: not what it measures, but that it measures all it promises.
 */
@Tag("long")
class MulticastBenchIT {

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

    new MulticastBench(new MulticastBenchOptions(3, 64, 1, 1, 50, 20, 2, true), report).run();

    assertThat(figures.keySet())
        .contains(
            "multicast.raw.fanout",
            "multicast.raw.latencyP99Ms",
            "multicast.jgroups.fifo.throughput",
            "multicast.jgroups.fifo.latencyP50Ms",
            "multicast.jgroups.sequencer.throughput",
            "multicast.jgroups.sequencer.10threads.throughput");
    for (Order order : Order.values()) {
      assertThat(figures.keySet())
          .contains(
              "multicast." + order.label() + ".throughput",
              "multicast." + order.label() + ".latencyP50Ms",
              "multicast." + order.label() + ".latencyP99Ms");
    }
    assertThat(figures.values()).allSatisfy(each -> assertThat(each.value()).isPositive());
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
