package dev.quiver.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.text.UnusableValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no reader would take cannot be made either. */
class TaskTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void argumentsAreAsLongAndAsManyAsAMessageCarries() {
    assertThat(with(List.of("a".repeat(Task.MAX_ARG_CHARS))).args()).hasSize(1);
    assertThat(with(Collections.nCopies(Task.MAX_ARGS, "a")).args()).hasSize(Task.MAX_ARGS);
    assertThatThrownBy(() -> with(List.of("b", "a".repeat(Task.MAX_ARG_CHARS + 1))))
        .isInstanceOf(UnusableValueException.class)
        .hasMessageContaining("65537");
    assertThatThrownBy(() -> with(Collections.nCopies(Task.MAX_ARGS + 1, "a")))
        .isInstanceOf(UnusableValueException.class)
        .hasMessageContaining("19901");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT0S", "PT0.000999999S", "PT876001H"})
  void aTimeLimitIsNeitherBelowAMillisecondNorBeyondACentury(String limit) {
    assertThatThrownBy(() -> with(Duration.parse(limit), null))
        .isInstanceOf(UnusableValueException.class)
        .hasMessageContaining(limit);
    assertThat(with(Duration.ofMillis(1), null).timeout()).isEqualTo(Duration.ofMillis(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1969-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z"})
  void aTimeThatCannotBeWrittenIsRefused(String time) {
    assertThatThrownBy(() -> with(Duration.ofSeconds(1), Instant.parse(time)))
        .isInstanceOf(UnusableValueException.class)
        .hasMessageContaining("1970 to 9999");
  }

  private static Task with(List<String> args) {
    return with(args, Duration.ofSeconds(1), null);
  }

  private static Task with(Duration timeout, @Nullable Instant deadline) {
    return with(List.of(), timeout, deadline);
  }

  private static Task with(List<String> args, Duration timeout, @Nullable Instant deadline) {
    return new Task(
        new TaskId("t-1"),
        null,
        new TaskType("exec"),
        args,
        Payload.of(""),
        TaskClass.NORMAL,
        NOON,
        deadline,
        null,
        timeout,
        1,
        null);
  }
}
