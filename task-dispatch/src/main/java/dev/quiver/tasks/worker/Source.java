package dev.quiver.tasks.worker;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.wire.TaskCodec;
import java.io.IOException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageInternal;
import org.apache.activemq.artemis.core.client.impl.ClientMessageInternal;
import org.jspecify.annotations.Nullable;

/**
 * One queue that a slot reads from. The consumer's credit is given back by hand, when a task is
 * started and not when its message came, so that no more than a window lies here; see
 * docs/adr/0301-credit-by-hand.md. Closing it gives back whatever was not started.
 *
 * <p>Belongs to the slot's thread, but for {@link #onMessage} on the client's.
 */
final class Source {

  /** One message ahead: a window of one byte is used up by any message. */
  private static final int CAREFUL_BYTES = 1;

  private static final int FREE_BYTES = 96 * 1024;

  private final String queue;
  private final TaskCodec codec;
  private final Mailbox mailbox;
  private final Pace pace = new Pace();
  private volatile @Nullable ClientConsumerInternal consumer;
  private volatile @Nullable Arrival waiting;
  private int owedBytes;
  private boolean openedFree;
  private @Nullable String avoided;
  private long avoidedUntil;
  private long pausedUntil;

  /**
   * A closed one.
   *
   * @param codec reads messages, on the client's thread
   */
  Source(String queue, TaskCodec codec, Mailbox mailbox) {
    this.queue = queue;
    this.codec = codec;
    this.mailbox = mailbox;
  }

  String queue() {
    return queue;
  }

  Pace pace() {
    return pace;
  }

  boolean isOpen() {
    return consumer != null;
  }

  /** Whether it is open in another way than it should be now. */
  boolean isOutdated(long now) {
    return consumer != null
        && (openedFree != pace.isFree() || (avoided != null && now - avoidedUntil > 0));
  }

  /** Leaves some messages to others for a while, by a filter that they do not pass. */
  void avoid(String filter, long untilNanos) {
    avoided = filter;
    avoidedUntil = untilNanos;
  }

  /** Leaves it closed for a while. */
  void pause(long untilNanos) {
    pausedUntil = untilNanos;
  }

  boolean isPaused() {
    return pausedUntil != 0;
  }

  boolean mayOpen(long now) {
    return consumer == null && (pausedUntil == 0 || now - pausedUntil > 0);
  }

  boolean isFrom(Object other) {
    return consumer == other;
  }

  /**
   * Begins to receive. The session must be stopped: the handler would miss what comes before it is
   * set.
   */
  void open(ClientSession session, long now) throws ActiveMQException {
    owedBytes = 0;
    pausedUntil = 0;
    if (avoided != null && now - avoidedUntil > 0) {
      avoided = null;
    }
    openedFree = pace.isFree();
    ClientConsumerInternal made =
        (ClientConsumerInternal)
            session.createConsumer(
                SimpleString.of(queue),
                avoided == null ? null : SimpleString.of(avoided),
                openedFree ? FREE_BYTES : CAREFUL_BYTES,
                -1,
                false);
    consumer = made;
    made.setManualFlowMessageHandler(message -> onMessage(made, message));
  }

  private void onMessage(ClientConsumerInternal from, ClientMessage message) {
    Arrival arrival = new Arrival(this, from, message);
    if (!message.isLargeMessage()) {
      readHere(arrival, codec);
      mailbox.arrived(arrival);
      return;
    }
    waiting = arrival;
    if (arrival.isStale()) {
      arrival.drop();
    }
    mailbox.arrived(arrival);
    try {
      if (arrival.awaitDecision()) {
        from.flowControl(((ClientMessageInternal) message).getFlowControlSize(), false);
        readHere(arrival, codec);
      }
      if (arrival.content() == null) {
        // Else the client would go on to receive the whole body, only to throw it away.
        ((ClientLargeMessageInternal) message).getLargeMessageController().cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ActiveMQException e) {
      arrival.failedToKeep(String.valueOf(e.getMessage()));
    } finally {
      waiting = null;
    }
    if (!arrival.isUnread()) {
      mailbox.arrived(arrival);
    }
  }

  /** Reads a message that came in another way, on the calling thread. */
  static void readHere(Arrival arrival, TaskCodec codec) {
    try {
      arrival.contains(codec.read(arrival.message()));
    } catch (RejectedMessageException e) {
      arrival.rejectedBecause(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      arrival.failedToKeep(String.valueOf(e.getMessage()));
    }
  }

  /** Lets another message come in that one's place. */
  void credit(Arrival arrival) throws ActiveMQException {
    ClientConsumerInternal current = consumer;
    if (arrival.isCredited() || current == null || arrival.isStale()) {
      return;
    }
    if (openedFree != pace.isFree()) {
      // It is to be opened anew, and so to run dry.
      return;
    }
    arrival.markCredited();
    if (arrival.message().isLargeMessage()) {
      return;
    }
    owedBytes += ((ClientMessageInternal) arrival.message()).getFlowControlSize();
    if (waiting == null) {
      // While a large body comes, the client's thread credits its pieces, without a lock.
      int bytes = owedBytes;
      owedBytes = 0;
      current.flowControl(bytes, false);
    }
  }

  /** Stops receiving; what was received and not acknowledged goes back as if it had never come. */
  void close() throws ActiveMQException {
    ClientConsumerInternal current = consumer;
    if (current == null) {
      return;
    }
    consumer = null;
    Arrival large = waiting;
    if (large != null) {
      large.drop();
    }
    current.close();
  }
}
