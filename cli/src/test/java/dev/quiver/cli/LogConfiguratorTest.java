package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogConfiguratorTest {

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
  private Logger server;

  @BeforeEach
  void configure() {
    new LogConfigurator().configure(context);
    server = context.getLogger("org.apache.activemq.artemis.core.server");
    seen.start();
    server.addAppender(seen);
    context.getLogger("dev.quiver").addAppender(seen);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void whatTheBrokerRefusesInATransactionIsNoErrorEachTime() {
    server.error("AMQ224016: Caught exception", new Exception("refused (flood): too many"));
    assertThat(seen.list).isEmpty();
  }

  @Test
  void whatElseGoesWrongIs() {
    server.error("AMQ224016: Caught exception", new Exception("it was refused (by chance)"));
    server.error("AMQ224016: Caught exception", new Exception((String) null));
    server.error("AMQ222222: something");
    context.getLogger("dev.quiver").error("ours", new Exception("refused (flood): too many"));
    assertThat(seen.list).hasSize(4);
  }
}
