package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole benchmark, small: not what it measures, but that it measures all it promises. */
@Tag("long")
class BrokerBenchIT {

  @Test
  void measuresEveryFigureAndLeavesNoProcessBehind() throws Exception {
    RecordedReport report = new RecordedReport();

    new BrokerBench(new BrokerBenchOptions(1, 200, 200), report).run();

    assertThat(report.names())
        .containsExactly(
            "broker.readyMs",
            "broker.failoverP50Ms",
            "broker.failoverP95Ms",
            "broker.failoverMaxMs",
            "broker.failbackP50Ms",
            "broker.failbackP95Ms",
            "broker.failbackMaxMs");
    report.assertWhole();
  }
}
