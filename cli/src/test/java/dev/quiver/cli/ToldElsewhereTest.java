package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToldElsewhereTest {

  private static final String CAUGHT = "AMQ224016: Caught exception";

  private final AtomicLong now = new AtomicLong();
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
  private Logger server;

  @BeforeEach
  void configure() {
    context.addTurboFilter(new ToldElsewhere(now::get));
    server = context.getLogger("org.apache.activemq.artemis.core.server");
    seen.start();
    server.addAppender(seen);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void whatThePluginRefusesItLogsItself() {
    server.error(CAUGHT, new Exception("refused (flood): too many"));
    assertThat(seen.list).isEmpty();
  }

  @Test
  void ofWhatArtemisRefusesTheFirstOfEachKindAndMinuteIsLogged() {
    for (int i = 0; i < 100; i++) {
      server.error(CAUGHT, new Exception("AMQ229032: User: ana does not have permission " + i));
      server.error(CAUGHT, new Exception("AMQ229102: Address \"x\" is full"));
      server.error(CAUGHT, new IllegalStateException((String) null));
    }
    assertThat(seen.list).hasSize(3);
    now.addAndGet(TimeUnit.MINUTES.toNanos(1));
    server.error(CAUGHT, new Exception("AMQ229032: User: ana does not have permission"));
    assertThat(seen.list).hasSize(4);
  }

  @Test
  void whatElseGoesWrongIsLogged() {
    for (int i = 0; i < 3; i++) {
      server.error("AMQ222222: something", new Exception("refused (by chance)"));
      server.error(CAUGHT);
    }
    assertThat(seen.list).hasSize(6);
  }
}
