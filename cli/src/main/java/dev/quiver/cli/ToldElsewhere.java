package dev.quiver.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Leaves out Artemis' error for each message of a transaction that the broker's plugin refuses: who
 * sent it hears of it at the commit, and the plugin logs the first of each reason and minute.
 * Without this any user could fill the log.
 */
final class ToldElsewhere extends TurboFilter {

  private static final String REFUSED = "refused (";

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable cause) {
    String why = cause == null ? null : cause.getMessage();
    return why != null
            && why.startsWith(REFUSED)
            && logger.getName().startsWith("org.apache.activemq")
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}
