package dev.quiver.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

  /** Also in the middle of a second, in which every clock is when it is asked. */
  @Test
  void missedFiringsOfEverySecondAreOneCatchUpToo() {
    CronRule eachSecond = CronRule.parse("* * * * * *", "UTC", NOW);
    Instant last = Instant.parse("2026-01-15T10:00:00Z");

    assertThat(Firings.due(eachSecond, last, NOW.plusMillis(250)))
        .contains(new Firings.Due(NOW, 29));
    assertThat(Firings.due(eachSecond, NOW, NOW.plusMillis(999))).isEmpty();
    assertThat(Firings.due(eachSecond, NOW, NOW.plusMillis(1000)))
        .contains(new Firings.Due(NOW.plusSeconds(1), 0));
  }

  /** In Lisbon 2026-03-29 has no hour from 01:00 on, and 2026-10-25 has that hour twice. */
  @ParameterizedTest
  @CsvSource({
    "30 1 * * *, 2026-03-27T12:00:00Z, 2026-03-31T12:00:00Z, 4",
    "30 1 * * *, 2026-03-29T00:59:59Z, 2026-03-29T12:00:00Z, 1",
    "*/20 1 * * *, 2026-03-28T12:00:00Z, 2026-03-29T12:00:00Z, 3",
    "30 * * * *, 2026-03-28T12:00:00Z, 2026-03-29T12:00:00Z, 24",
    "30 1 * * *, 2026-10-23T12:00:00Z, 2026-10-27T12:00:00Z, 4",
    "0 * * * *, 2026-03-28T12:00:00Z, 2026-03-29T12:00:00Z, 24",
    "0 * * * *, 2026-10-24T12:00:00Z, 2026-10-25T12:00:00Z, 24",
    "*/10 * * * *, 2026-10-24T22:00:00Z, 2026-10-25T04:00:00Z, 36"
  })
  void onDaysOnWhichClocksArePutForwardOrBackNothingIsSkippedOrDoubled(
      String expression, Instant from, Instant to, int firings) {
    CronRule rule = CronRule.parse(expression, "Europe/Lisbon", from);
    List<Instant> fired = new ArrayList<>();
    Instant last = from;
    for (Instant now = from; !now.isAfter(to); now = now.plusSeconds(60)) {
      Optional<Firings.Due> due = Firings.due(rule, last, now);
      if (due.isPresent()) {
        assertThat(due.get().missed()).as("missed at %s", now).isZero();
        last = due.get().due();
        fired.add(last);
      }
    }
    assertThat(fired).hasSize(firings).doesNotHaveDuplicates();
  }

  @Test
  void whatCouldNotBeSubmittedWhenItIsDueIsRefusedAtOnce() {
    Schedule fits = schedule("0 * * * *");
    String tooLong = "x".repeat(Payload.MAX_INLINE_CHARS + 1);

    assertThatThrownBy(
            () ->
                new Schedule(
                    "long",
                    "alice",
                    fits.when(),
                    fits.type(),
                    List.of(),
                    tooLong,
                    fits.taskClass()))
        .isInstanceOf(UnusableValueException.class)
        .hasMessageContaining("32769 characters");
    assertThatThrownBy(
            () ->
                new Schedule(
                    "long",
                    "alice",
                    fits.when(),
                    fits.type(),
                    List.of(tooLong),
                    "",
                    fits.taskClass()))
        .isInstanceOf(UnusableValueException.class);
    assertThatThrownBy(
            () ->
                new Schedule(
                    "many",
                    "alice",
                    fits.when(),
                    fits.type(),
                    Collections.nCopies(Task.MAX_ARGS + 1, "a"),
                    "",
                    fits.taskClass()))
        .isInstanceOf(UnusableValueException.class)
        .hasMessageContaining("19901");
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
