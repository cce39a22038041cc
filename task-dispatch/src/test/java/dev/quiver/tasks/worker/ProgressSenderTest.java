package dev.quiver.tasks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.wire.TaskMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProgressSenderTest {

  private final BlockingQueue<String> tried = new LinkedBlockingQueue<>();
  private final ProgressSender sender =
      new ProgressSender(
          WorkerConfig.named(new WorkerId("W-1")),
          (inbox, progress) -> {
            tried.add(progress.note());
            if (progress.note().equals("refused")) {
              throw new ActiveMQException("the broker refuses it");
            }
            if (progress.note().equals("broken")) {
              throw new IllegalArgumentException("no message can carry it");
            }
          });

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void whatCannotBeSentEndsNobodyElsesProgress() throws Exception {
    sender.start();
    for (String note : new String[] {"refused", "broken", "fine"}) {
      sender.tell(attempt(), 0.5, note);
      assertThat(tried.poll(30, TimeUnit.SECONDS)).isEqualTo(note);
    }
  }

  /** Two users may have a task of one id. */
  @Test
  void eachAttemptsNewsAreItsOwn() throws Exception {
    sender.tell(attempt(), 0.1, "one");
    sender.tell(attempt(), 0.2, "other");
    sender.start();
    assertThat(tried.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
    assertThat(tried.poll(30, TimeUnit.SECONDS)).isEqualTo("other");
  }

  /** Where it came from has no part in this. */
  @SuppressWarnings("NullAway")
  private static Attempt attempt() {
    TaskMessage message = Sample.received(Sample.task("t", Sample.TYPE, "x"));
    TaskHandler handler = new TestHandler();
    return new Attempt(null, message, 1, null, handler, null);
  }
}
