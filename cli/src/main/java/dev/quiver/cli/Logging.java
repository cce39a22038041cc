package dev.quiver.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How much is logged. Logs are English and go to the standard error. */
final class Logging {

  private Logging() {}

  /** Whether to log what the program does, and not only what is wrong. */
  static void verbose(boolean verbose) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory.getLogger("dev.quiver") instanceof Logger ours) {
      ours.setLevel(verbose ? Level.DEBUG : Level.WARN);
    }
    if (factory.getLogger("org.apache.activemq") instanceof Logger broker) {
      broker.setLevel(verbose ? Level.INFO : Level.ERROR);
    }
    if (verbose && factory instanceof LoggerContext context) {
      LogConfigurator.showTraces(context);
    }
  }
}
