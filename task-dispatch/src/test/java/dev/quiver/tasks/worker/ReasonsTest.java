package dev.quiver.tasks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.tasks.handler.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReasonsTest {

  @Test
  void sentencesStandAlone() {
    assertThat(Reasons.of(new IOException("wc cannot be started")))
        .isEqualTo("wc cannot be started");
    assertThat(Reasons.of(new InvalidInputException("no number"))).isEqualTo("no number");
    assertThat(Reasons.of(new UncheckedIOException(new IOException("the disk is gone"))))
        .isEqualTo("the disk is gone");
    assertThat(Reasons.of(new NoSuchFileException("/proc/xx")))
        .isEqualTo("the file /proc/xx does not exist on the worker's machine");
  }

  @Test
  void whatSaysNothingAloneKeepsTheNameOfItsClass() {
    assertThat(Reasons.of(new IllegalStateException("7"))).isEqualTo("IllegalStateException: 7");
    assertThat(Reasons.of(new NullPointerException())).isEqualTo("NullPointerException");
  }

  @Test
  void halfACharacterBecomesAQuestionMark() {
    assertThat(Reasons.of(new IOException("a\ud800"))).isEqualTo("a?");
  }

  @Test
  void timesAreAsPeopleWriteThem() {
    assertThat(Reasons.overTime(Duration.ofMillis(500))).isEqualTo("over its time limit of 500 ms");
    assertThat(Reasons.shown(Duration.ofMillis(1_500))).isEqualTo("1.500 s");
    assertThat(Reasons.shown(Duration.ofSeconds(90))).isEqualTo("90 s");
    assertThat(Reasons.shown(Duration.ofMinutes(10))).isEqualTo("10 min");
  }
}
