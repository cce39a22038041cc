package dev.quiver.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Artemis' error for each message that is refused while its sender waits for no answer, as in a
 * transaction, whose commit then fails: any user could fill the log with them. Those of the
 * broker's plugin are left out, since it logs the first of each reason and minute itself; of others
 * the first of each kind and minute is let through.
 */
final class ToldElsewhere extends TurboFilter {

  private static final String CAUGHT = "AMQ224016";
  private static final String REFUSED = "refused (";
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanos;
  private final Map<String, Long> last = new ConcurrentHashMap<>();

  ToldElsewhere(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable cause) {
    if (cause == null || format == null || !format.startsWith(CAUGHT)) {
      return FilterReply.NEUTRAL;
    }
    String why = String.valueOf(cause.getMessage());
    return why.startsWith(REFUSED) || !isFirst(kind(cause, why))
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  /** Artemis' number of the error, if it has one: there are some hundred of these. */
  private static String kind(Throwable cause, String why) {
    return why.matches("(?s)AMQ[0-9]{6}.*") ? why.substring(0, 9) : cause.getClass().getName();
  }

  private boolean isFirst(String kind) {
    long now = nanos.getAsLong();
    Long at = last.get(kind);
    if (at != null && now - at < QUIET_NANOS) {
      return false;
    }
    return at == null ? last.putIfAbsent(kind, now) == null : last.replace(kind, at, now);
  }
}
