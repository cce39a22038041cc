package dev.quiver.tasks.client;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.wire.OutcomeCodec;
import dev.quiver.tasks.wire.ProgressCodec;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.WireType;
import java.io.IOException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** Reads one message of the inbox after the other, and tells who waits for it. */
final class InboxReader {

  /** More than outcomes share a message: so each place in a message has a number of its own. */
  private static final long PLACES = 1_000_000;

  private final String source;
  private final InFlight inFlight;
  private final Rejections rejections;
  private final ClientHistory history;
  private final OutcomeCodec outcomes;
  private final ProgressCodec progress = new ProgressCodec();

  InboxReader(
      String source, InFlight inFlight, Spool spool, Rejections rejections, ClientHistory history) {
    this.source = source;
    this.inFlight = inFlight;
    this.rejections = rejections;
    this.history = history;
    this.outcomes = new OutcomeCodec(spool);
  }

  /**
   * Reads it. What is not as it should be is counted, and is done with; whoever waits for its task
   * is told so.
   *
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if it could not be received or
   *     kept: it must come again
   */
  void read(ClientMessage message) {
    try {
      if (WireType.of(message) == WireType.PROGRESS) {
        inFlight.progressed(progress.read(message));
      } else {
        long number = PLACES * message.getMessageID();
        for (Outcome outcome : outcomes.readAll(message)) {
          history.received(outcome, number++);
          inFlight.ended(outcome);
        }
      }
    } catch (RejectedMessageException e) {
      rejections.count(e, source);
      TaskId id = TaskCodec.idOf(message);
      if (id != null) {
        inFlight.unreadable(id, String.valueOf(e.getMessage()));
      }
    } catch (IOException e) {
      throw Failures.translate(e);
    }
  }
}
