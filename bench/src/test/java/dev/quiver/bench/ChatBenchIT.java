package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The benchmark of chat, small: not what it measures, but that it measures all it promises. */
@Tag("long")
class ChatBenchIT {

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

    new ChatBench(new ChatBenchOptions(List.of(2, 5), 1, 1, 500, 100, 2), report).run();

    assertThat(figures.keySet())
        .containsExactly(
            "chat.raw.fanout.2",
            "chat.deliveries.2",
            "chat.latencyP50Ms.2",
            "chat.latencyP99Ms.2",
            "chat.raw.fanout.5",
            "chat.deliveries.5",
            "chat.latencyP50Ms.5",
            "chat.latencyP99Ms.5");
    assertThat(figures.values()).allSatisfy(each -> assertThat(each.value()).isPositive());
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
