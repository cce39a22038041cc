package dev.quiver.orchestrator.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.quiver.messaging.text.UnusableValueException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When something is due: a cron expression of five fields (minute, hour, day of month, month, day
 * of week, as in Unix) or six (a second before them), in a time zone.
 */
public final class CronRule {

  private static final CronParser UNIX =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final CronParser WITH_SECONDS =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING));

  /** Samoa once left out a day. */
  private static final Duration LONGEST_GAP = Duration.ofDays(1);

  private final String expression;
  private final ZoneId zone;
  private final ExecutionTime times;

  private CronRule(String expression, ZoneId zone, ExecutionTime times) {
    this.expression = expression;
    this.zone = zone;
    this.times = times;
  }

  /**
   * The rule of that expression and zone.
   *
   * @param zone an id such as {@code Europe/Lisbon} or {@code UTC}
   * @param now from when on it must fire at least once
   * @throws UnusableValueException if either cannot be read, or it never fires
   */
  public static CronRule parse(String expression, String zone, Instant now) {
    CronRule rule = read(expression, zone);
    if (rule.next(now).isEmpty()) {
      throw UnusableValueException.of("value.cron.never", expression);
    }
    return rule;
  }

  /**
   * The rule of an expression that was accepted once; it may have fired for the last time.
   *
   * @throws UnusableValueException if either cannot be read
   */
  public static CronRule read(String expression, String zone) {
    String trimmed = expression.trim().replaceAll("\\s+", " ");
    if (trimmed.length() > 200) {
      throw UnusableValueException.of("value.cron.long", trimmed.length());
    }
    int fields = trimmed.split(" ").length;
    if (fields != 5 && fields != 6) {
      throw UnusableValueException.of("value.cron.fields", trimmed, fields);
    }
    ZoneId zoneId;
    try {
      zoneId = ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw UnusableValueException.of("value.cron.zone", zone);
    }
    try {
      Cron cron = (fields == 5 ? UNIX : WITH_SECONDS).parse(trimmed);
      return new CronRule(trimmed, zoneId, ExecutionTime.forCron(cron.validate()));
    } catch (IllegalArgumentException e) {
      throw UnusableValueException.of("value.cron.syntax", trimmed, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The first due time after that one; none if there is none any more. What would be due in an hour
   * that a day does not have, since clocks are put forward, is due as much later.
   */
  public Optional<Instant> next(Instant after) {
    return times
        .nextExecution(after.atZone(zone))
        .map(ZonedDateTime::toInstant)
        .filter(time -> time.isAfter(after))
        .map(time -> inGap(after, time));
  }

  /** What is due earlier than {@code otherwise} by a local time that is left out; else that one. */
  private Instant inGap(Instant after, Instant otherwise) {
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition change = rules.nextTransition(after.minus(LONGEST_GAP));
    while (change != null && change.getInstant().isBefore(otherwise)) {
      if (change.isGap()) {
        LocalDateTime from = change.getDateTimeBefore().minusSeconds(1);
        ZoneOffset before = change.getOffsetBefore();
        LocalDateTime known = LocalDateTime.ofInstant(after, before);
        LocalDateTime end = change.getDateTimeAfter();
        Instant due =
            times
                .nextExecution((known.isAfter(from) ? known : from).atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime)
                .filter(time -> time.isBefore(end))
                .map(time -> time.toInstant(before))
                .orElse(otherwise);
        if (due.isAfter(after) && due.isBefore(otherwise)) {
          return due;
        }
      }
      change = rules.nextTransition(change.getInstant());
    }
    return otherwise;
  }

  /** The last due time at or before that one; none if there was none. */
  public Optional<Instant> last(Instant atOrBefore) {
    return times
        .lastExecution(atOrBefore.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).atZone(zone))
        .map(time -> time.toInstant())
        .filter(time -> !time.isAfter(atOrBefore));
  }

  public String expression() {
    return expression;
  }

  public String zone() {
    return zone.getId();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CronRule rule
        && expression.equals(rule.expression)
        && zone.equals(rule.zone);
  }

  @Override
  public int hashCode() {
    return 31 * expression.hashCode() + zone.hashCode();
  }

  @Override
  public String toString() {
    return expression + " (" + zone + ")";
  }
}
