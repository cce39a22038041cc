package dev.quiver.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronRuleTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:00:30Z");

  @ParameterizedTest
  @CsvSource({
    "0 3 * * 1, UTC, 2026-01-19T03:00:00Z",
    "*/5 * * * *, UTC, 2026-01-15T10:05:00Z",
    "0 9 * * *, America/Sao_Paulo, 2026-01-15T12:00:00Z",
    "0 0 29 2 *, UTC, 2028-02-29T00:00:00Z",
    "*/10 * * * * *, UTC, 2026-01-15T10:00:40Z"
  })
  void theNextDueTimeIsTheFirstThatFits(String expression, String zone, Instant expected) {
    assertThat(CronRule.parse(expression, zone, NOW).next(NOW)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 30 2 *|UTC|never fires",
        "0 0 31 4,6 *|UTC|never fires",
        "0 0 * *|UTC|has 4 fields",
        "61 * * * *|UTC|cannot be read",
        "hello you out there now|UTC|cannot be read",
        "0 0 * * *|Nowhere/Land|time zone"
      })
  void whatMakesNoSenseIsRefused(String expression, String zone, String reason) {
    assertThatThrownBy(() -> CronRule.parse(expression, zone, NOW))
        .isInstanceOf(UnusableValueException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void manyMissedFiringsAreOneCatchUp() {
    CronRule hourly = CronRule.parse("0 * * * *", "UTC", NOW);
    Instant last = Instant.parse("2026-01-15T05:00:00Z");

    assertThat(Firings.due(hourly, last, NOW))
        .contains(new Firings.Due(Instant.parse("2026-01-15T10:00:00Z"), 4));
    assertThat(Firings.due(hourly, Instant.parse("2026-01-15T10:00:00Z"), NOW)).isEmpty();
  }

  @Test
  void aFiringIsNamedAlikeWhoeverFires() {
    Schedule one = schedule("0 * * * *");

    assertThat(Firings.id(one, NOW)).isEqualTo(Firings.id(schedule("0 * * * *"), NOW));
    assertThat(Firings.id(one, NOW)).isNotEqualTo(Firings.id(one, NOW.plusSeconds(1)));
    assertThat(Firings.id(one, NOW)).isNotEqualTo(Firings.id(schedule("1 * * * *"), NOW));
  }

  private static Schedule schedule(String expression) {
    return new Schedule(
        "nightly",
        "alice",
        CronRule.parse(expression, "UTC", NOW),
        new TaskType("demo.sleep"),
        List.of(),
        "10",
        TaskClass.NORMAL);
  }
}
