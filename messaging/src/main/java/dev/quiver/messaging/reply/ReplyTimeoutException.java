package dev.quiver.messaging.reply;

import dev.quiver.messaging.connection.QuiverMessagingException;
import java.time.Duration;

/** Nobody answered in time: nobody is there, or the question or its answer was lost. */
public final class ReplyTimeoutException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String queue;

  ReplyTimeoutException(String queue, Duration timeout) {
    super(
        "no answer from "
            + queue
            + " within "
            + timeout.toMillis()
            + " ms: see whether somebody serves it",
        null);
    this.queue = queue;
  }

  /** Where the question was put. */
  public String queue() {
    return queue;
  }
}
