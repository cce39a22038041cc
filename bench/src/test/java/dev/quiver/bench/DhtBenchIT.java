package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The benchmark of the ring, small: not how fast it is, but that every figure is there and can be
 * true.
 */
@Tag("long")
class DhtBenchIT {

  private static final int NODES = 20;

  /** To the node that is asked and back, and at least one question and its answer in the ring. */
  private static final double FEWEST_MESSAGES = 2;

  /** Half of log2 N hops in the mean, each with an answer, and the client's; twice that. */
  private static final double MOST_MESSAGES = 2 * (2 + 2 * (Math.log(NODES) / Math.log(2) / 2 + 2));

  @Test
  void measuresEveryFigureAndLeavesNoProcessBehind() throws Exception {
    RecordedReport report = new RecordedReport();

    new DhtBench(new DhtBenchOptions(NODES, NODES, 1, 1, 200, 16), report).run();

    assertThat(report.names())
        .containsExactly(
            "dht.simulated.16Seconds",
            "dht.raw.requestReply",
            "dht.raw.oneWayP50Ms",
            "dht.lookup.messages",
            "dht.lookup.throughput",
            "dht.lookup.recursive.messages",
            "dht.lookup.recursive.throughput",
            "dht.get.messages",
            "dht.get.latencyP50Ms",
            "dht.get.latencyP99Ms",
            "dht.ideal." + NODES + "Seconds");
    report.assertWhole();
    for (String each : new String[] {"dht.lookup", "dht.lookup.recursive", "dht.get"}) {
      assertThat(report.get(each + ".messages").value())
          .as(each)
          .isBetween(FEWEST_MESSAGES, MOST_MESSAGES);
    }
    assertThat(report.get("dht.get.latencyP99Ms").value())
        .isGreaterThanOrEqualTo(report.get("dht.get.latencyP50Ms").value());
    double raw = report.get("dht.raw.requestReply").value();
    for (String each : new String[] {"dht.lookup", "dht.lookup.recursive"}) {
      Figure throughput = report.get(each + ".throughput");
      assertThat(throughput.limit())
          .as("what %s is held against", each)
          .isEqualTo(raw / report.get(each + ".messages").value());
    }
  }
}
