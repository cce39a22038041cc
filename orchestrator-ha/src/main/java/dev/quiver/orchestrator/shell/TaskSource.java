package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.orchestrator.Place;
import dev.quiver.tasks.wire.TaskCodec;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.core.client.impl.ClientLargeMessageInternal;
import org.apache.activemq.artemis.core.client.impl.ClientMessageInternal;
import org.jspecify.annotations.Nullable;

/**
 * One queue that tasks are taken from. The broker is given credit when a message is handed over and
 * not when it came (see docs/adr/0301-credit-by-hand.md), so that no more than a window lies here
 * while nobody has room. Closing it gives back, in order, whatever is not acknowledged.
 *
 * <p>Belongs to the role's thread, but for the handler, on the client's.
 */
final class TaskSource {

  private final Place place;
  private final String queue;
  private final @Nullable String filter;
  private final int windowBytes;
  private final TaskCodec codec;
  private final Consumer<Arrived> came;
  private final Deque<Arrived> waiting = new ArrayDeque<>();
  private volatile @Nullable ClientConsumerInternal consumer;

  /**
   * A closed one.
   *
   * @param filter which messages it takes; none for all
   * @param windowBytes how much is received ahead
   * @param codec reads messages, on the client's thread
   * @param came told of each message, on the client's thread
   */
  TaskSource(
      Place place,
      String queue,
      @Nullable String filter,
      int windowBytes,
      TaskCodec codec,
      Consumer<Arrived> came) {
    this.place = place;
    this.queue = queue;
    this.filter = filter;
    this.windowBytes = windowBytes;
    this.codec = codec;
    this.came = came;
  }

  Place place() {
    return place;
  }

  String queue() {
    return queue;
  }

  @Nullable ClientConsumer consumer() {
    return consumer;
  }

  /** Whether it takes some of the queue's messages only. */
  boolean isFiltered() {
    return filter != null;
  }

  boolean isOpen() {
    return consumer != null;
  }

  /**
   * Begins to receive. The session is stopped: the handler would miss what comes before it is set.
   */
  void open(ClientSession session) throws ActiveMQException {
    ClientConsumerInternal made =
        (ClientConsumerInternal)
            session.createConsumer(
                SimpleString.of(queue),
                filter == null ? null : SimpleString.of(filter),
                windowBytes,
                -1,
                false);
    consumer = made;
    made.setManualFlowMessageHandler(message -> came.accept(read(made, message)));
  }

  /** Receives one message, if there is one now; nothing comes after it. */
  boolean fetchOne(ClientSession session) throws ActiveMQException {
    ClientConsumerInternal made =
        (ClientConsumerInternal)
            session.createConsumer(
                SimpleString.of(queue),
                filter == null ? null : SimpleString.of(filter),
                0,
                -1,
                false);
    consumer = made;
    ClientMessage message = made.receiveImmediate();
    if (message != null) {
      waiting.add(read(made, message));
    }
    return message != null;
  }

  private Arrived read(ClientConsumerInternal from, ClientMessage message) {
    try {
      if (message.isLargeMessage()) {
        if (message.getType() != Message.TEXT_TYPE) {
          return refused(
              from, message, Rejection.NOT_TEXT, "streamed payloads go through the pool");
        }
        from.flowControl(((ClientMessageInternal) message).getFlowControlSize(), false);
      }
      return new Arrived(this, from, message, codec.read(message), null);
    } catch (RejectedMessageException e) {
      return refused(from, message, e);
    } catch (IOException e) {
      return refused(from, message, Rejection.WRONG_VALUE, String.valueOf(e.getMessage()));
    } catch (ActiveMQException e) {
      String why = OrchestratorReasons.say("notReceived", e.getMessage());
      return refused(from, message, Rejection.WRONG_VALUE, why);
    }
  }

  private Arrived refused(
      ClientConsumerInternal from, ClientMessage message, Rejection rule, String why) {
    return refused(from, message, new RejectedMessageException(rule, why));
  }

  private Arrived refused(
      ClientConsumerInternal from, ClientMessage message, RejectedMessageException why) {
    if (message.isLargeMessage()) {
      // Else the client would go on to receive the whole body, only to throw it away.
      ((ClientLargeMessageInternal) message).getLargeMessageController().cancel();
    }
    return new Arrived(this, from, message, null, why);
  }

  /** Puts down what came until it can be handed over. */
  void put(Arrived arrived) {
    if (!arrived.isStale()) {
      waiting.add(arrived);
    }
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** Hands over the oldest, and lets the broker send another in its place. */
  Arrived next() {
    Arrived next = waiting.remove();
    ClientConsumerInternal current = consumer;
    if (current != null && windowBytes > 0 && !next.message().isLargeMessage()) {
      try {
        current.flowControl(((ClientMessageInternal) next.message()).getFlowControlSize(), false);
      } catch (ActiveMQException e) {
        throw Failures.translate(e);
      }
    }
    return next;
  }

  /** Stops receiving; what was received and not acknowledged goes back as if it had never come. */
  void close() {
    ClientConsumerInternal current = consumer;
    consumer = null;
    waiting.clear();
    if (current != null) {
      try {
        current.close();
      } catch (ActiveMQException e) {
        throw Failures.translate(e);
      }
    }
  }
}
