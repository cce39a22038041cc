package dev.quiver.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * Sets logging up in code, which takes a few milliseconds where reading an XML file takes a
 * hundred. A file named by the system property {@code logback.configurationFile} is obeyed instead.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

  /** Whose traces say nothing to people. */
  private static final List<String> LIBRARIES =
      List.of(
          "org.apache.activemq", "org.apache.zookeeper", "io.netty", "io.hawt", "io.micrometer");

  private static final String BRIEF = "brief";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console(context, "%ex{full}"));
    root.setLevel(Level.WARN);
    context.addTurboFilter(new ToldElsewhere(System::nanoTime));
    ConsoleAppender<ILoggingEvent> brief = console(context, "%nopex");
    for (String library : LIBRARIES) {
      Logger logger = context.getLogger(library);
      logger.setLevel(Level.ERROR);
      logger.setAdditive(false);
      logger.addAppender(brief);
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Lets the libraries show where their errors happened. */
  static void showTraces(LoggerContext context) {
    for (String library : LIBRARIES) {
      Logger logger = context.getLogger(library);
      logger.detachAppender(BRIEF);
      logger.setAdditive(true);
    }
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, String trace) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0} - %msg%n" + trace);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName(trace.equals("%nopex") ? BRIEF : "full");
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    return console;
  }
}
