package dev.quiver.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.cli.Cli;
import dev.quiver.messaging.text.Messages;
import dev.quiver.tasks.Payload;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final long SECOND = 1_000_000_000L;

  private final ProgressLine line = new ProgressLine(Messages.of(Cli.class, Locale.ENGLISH));

  @Test
  void rateIsThatOfTheLastSecondsAndRemainingTimeFollowsFromIt() {
    ProgressMeter meter = new ProgressMeter(0);
    for (int second = 1; second <= 20; second++) {
      // Slow for the first ten seconds, fast for the next ten.
      meter.update(second * SECOND, second <= 10 ? second : 10 + (second - 10) * 100L);
    }
    assertThat(meter.rate()).isEqualTo(100.0);
    assertThat(meter.remaining(OptionalLong.of(2010))).contains(Duration.ofSeconds(10));
    assertThat(meter.remaining(OptionalLong.empty())).isEmpty();
  }

  @Test
  void nothingIsPromisedBeforeAnythingIsDone() {
    ProgressMeter meter = new ProgressMeter(0);
    meter.update(SECOND, 0);
    assertThat(meter.rate()).isZero();
    assertThat(meter.remaining(OptionalLong.of(5))).isEmpty();
  }

  @Test
  void lineShowsBarCountRateAndTimeAndFitsTheTerminal() {
    String drawn =
        line.draw(80, 500, 3, OptionalLong.of(1000), 250, Optional.of(Duration.ofSeconds(2)));
    assertThat(drawn)
        .matches("\\[=+> +]  500/1,000  250/s  0:02 left  3 failed")
        .hasSizeLessThan(80);
  }

  @Test
  void unknownTotalHasNoBar() {
    assertThat(line.draw(80, 1234, 0, OptionalLong.empty(), 9.5, Optional.empty()))
        .isEqualTo("1,234 done  9.5/s");
  }

  @Test
  void narrowTerminalNeverWraps() {
    for (int width = 1; width < 100; width++) {
      assertThat(line.draw(width, 7, 1, OptionalLong.of(9), 1, Optional.of(Duration.ofHours(3))))
          .hasSizeLessThan(Math.max(width, 1));
    }
  }

  @Test
  void fullBarIsFull() {
    assertThat(line.draw(60, 10, 0, OptionalLong.of(10), 10, Optional.of(Duration.ZERO)))
        .startsWith("[====")
        .contains("=]  10/10");
  }

  @Test
  void barDrawsOverItselfAndLeavesNothingBehind() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    AtomicLong nanos = new AtomicLong();
    Tally tally = new Tally();
    try (ProgressBar bar = bar(err, true, tally, nanos)) {
      nanos.set(SECOND);
      tally.add(
          new MapResult(
              new MapInput(0, "a"),
              MapResult.SUCCEEDED,
              new Payload.Text("1"),
              null,
              null,
              null,
              1));
      bar.draw();
      bar.hide();
      bar.hide();
    }
    String clear = "\r\u001B[K";
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith(clear + "[")
        .contains("1/2  1.0/s  0:01 left")
        .endsWith(clear)
        .containsPattern("left\\r.\\[K$");
  }

  @Test
  void withoutATerminalItIsQuiet() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (ProgressBar bar = bar(err, false, new Tally(), new AtomicLong())) {
      bar.start();
      bar.draw();
    }
    assertThat(err.size()).isZero();
  }

  private ProgressBar bar(ByteArrayOutputStream err, boolean shown, Tally tally, AtomicLong nanos) {
    return new ProgressBar(
        new PrintStream(err, true, StandardCharsets.UTF_8),
        shown,
        80,
        line,
        tally,
        () -> OptionalLong.of(2),
        nanos::get);
  }
}
