package dev.quiver.orchestrator.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.quiver.messaging.text.UnusableValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
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

  /** The first due time after that one; none if there is none any more. */
  public Optional<Instant> next(Instant after) {
    return times
        .nextExecution(after.atZone(zone))
        .map(time -> time.toInstant())
        .filter(time -> time.isAfter(after));
  }

  /** The last due time at or before that one; none if there was none. */
  public Optional<Instant> last(Instant atOrBefore) {
    return times
        .lastExecution(atOrBefore.plusSeconds(1).atZone(zone))
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
