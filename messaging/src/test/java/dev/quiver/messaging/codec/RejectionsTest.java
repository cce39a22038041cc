package dev.quiver.messaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RejectionsTest {

  @Test
  void countsEachAndSaysSoOnceAMinuteHarmlessly() {
    Logger log = (Logger) LoggerFactory.getLogger("rejections-under-test");
    log.setAdditive(false);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    SettableClock clock = new SettableClock();
    Rejections rejections = new Rejections("worker w1", log, clock);

    for (int i = 0; i < 1000; i++) {
      rejections.count(
          new RejectedMessageException(Rejection.TOO_DEEP, "deep \u001b[2J"), "mallory\r\n");
    }
    clock.now = clock.now.plus(Duration.ofSeconds(61));
    rejections.count(new RejectedMessageException(Rejection.NOT_TEXT, "bytes"), "mallory");

    assertThat(rejections.of(Rejection.TOO_DEEP)).isEqualTo(1000);
    assertThat(rejections.of(Rejection.NOT_TEXT)).isEqualTo(1);
    assertThat(rejections.total()).isEqualTo(1001);
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "worker w1: rejected 1 message(s), the last from mallory\\r\\n: TOO_DEEP (deep"
                + " \\u{1b}[2J)",
            "worker w1: rejected 1000 message(s), the last from mallory: NOT_TEXT (bytes)");
  }

  private static final class SettableClock extends Clock {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
