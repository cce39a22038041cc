package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The benchmark of chat, small: not what it measures, but that it measures all it promises. */
@Tag("long")
class ChatBenchIT {

  @Test
  void measuresEveryFigureAndLeavesNoProcessBehind() throws Exception {
    RecordedReport report = new RecordedReport();

    new ChatBench(new ChatBenchOptions(List.of(2, 5), 1, 1, 500, 100, 2), report).run();

    assertThat(report.names())
        .containsExactly(
            "chat.raw.fanout.2",
            "chat.raw.history.2",
            "chat.deliveries.2",
            "chat.latencyP50Ms.2",
            "chat.latencyP99Ms.2",
            "chat.raw.fanout.5",
            "chat.raw.history.5",
            "chat.deliveries.5",
            "chat.latencyP50Ms.5",
            "chat.latencyP99Ms.5");
    report.assertWhole();
  }
}
