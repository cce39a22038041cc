package dev.quiver.messaging.reply;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.batch.Mailbox;
import dev.quiver.messaging.batch.ProducerCache;
import dev.quiver.messaging.batch.SessionKeeper;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Clock;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the questions that come to one queue, one after the other, on a thread of its own. An
 * answer goes only where the asker may read: into the reply space of the user the broker vouches
 * for. Questions may be lost in a crash; whoever asks asks again.
 */
public final class Responder implements AutoCloseable {

  /** Finds the answers; on the responder's thread. */
  @FunctionalInterface
  public interface Answering {

    /**
     * The answer, or null to stay silent.
     *
     * @throws RejectedMessageException if the question is not acceptable; it is counted
     */
    @Nullable Answer answer(Request request);
  }

  /**
   * An answer.
   *
   * @param type its {@code JMSType}
   * @param body its document
   */
  public record Answer(String type, String body) {}

  /** Makes the queue that is served, if it is this one's to make; after every connecting. */
  @FunctionalInterface
  public interface Opening {
    void open(ExplicitQueues queues);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
  private static final Duration NAP = Duration.ofSeconds(1);
  private static final int WAITING = 1000;
  private static final int WINDOW_BYTES = 256 * 1024;

  private final String queue;
  private final Addresses addresses;
  private final Opening opening;
  private final Answering answering;
  private final Rejections rejections;
  private final SessionKeeper keeper;
  private volatile @Nullable Mailbox<ClientMessage> current;

  private Responder(
      Connections connections,
      String queue,
      Opening opening,
      Answering answering,
      WaitListener listener,
      Clock clock) {
    this.queue = queue;
    this.addresses = connections.settings().addresses();
    this.opening = opening;
    this.answering = answering;
    this.rejections = new Rejections("answers of " + queue, LOG, clock);
    this.keeper = SessionKeeper.start("answers-" + queue, connections, listener, this::run);
  }

  /** Starts answering; waits for the broker if it is away. */
  public static Responder start(
      Connections connections,
      String queue,
      Opening opening,
      Answering answering,
      WaitListener listener,
      Clock clock) {
    return new Responder(connections, queue, opening, answering, listener, clock);
  }

  /** What was not acceptable. */
  public Rejections rejections() {
    return rejections;
  }

  private void run(BrokerConnection connection, SessionKeeper running) throws InterruptedException {
    try (ClientSession session = connection.preAcknowledgedSession();
        ProducerCache producers = new ProducerCache(session, 256);
        Mailbox<ClientMessage> mailbox = new Mailbox<>(WAITING)) {
      current = mailbox;
      session.addFailureListener(new BrokenListener(mailbox::close));
      opening.open(new ExplicitQueues(session));
      ClientConsumer consumer =
          session.createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, false);
      consumer.setMessageHandler(message -> mailbox.put(Wire.loaded(message)));
      session.start();
      while (!running.isClosing() && !mailbox.isClosed() && !consumer.isClosed()) {
        ClientMessage message = mailbox.poll(NAP);
        if (message != null) {
          answer(message, session, producers);
        }
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private void answer(ClientMessage message, ClientSession session, ProducerCache producers) {
    String user = message.getValidatedUserID();
    Answer answer;
    String replyTo;
    String correlation;
    try {
      replyTo = requireReplyTo(message, user);
      correlation = Wire.correlation(message);
      if (correlation == null || user == null) {
        throw new RejectedMessageException(
            Rejection.MISSING_FIELD, "a question without a correlation id");
      }
      answer =
          answering.answer(
              new Request(
                  Wire.type(message), Wire.body(message), user, queue, Wire.isFromAdmin(message)));
    } catch (RejectedMessageException e) {
      rejections.count(e, String.valueOf(user));
      return;
    } catch (RuntimeException e) {
      LOG.error("{}: a question could not be answered", queue, e);
      return;
    }
    if (answer != null) {
      producers.send(replyTo, Wire.message(session, answer.type(), correlation, answer.body()));
    }
  }

  private String requireReplyTo(ClientMessage message, @Nullable String user) {
    String replyTo = Wire.replyTo(message);
    if (replyTo == null) {
      throw new RejectedMessageException(
          Rejection.MISSING_FIELD, "a question that does not say where its answer should go");
    }
    if (user == null || !isReplyQueueOf(user, replyTo)) {
      throw new RejectedMessageException(
          Rejection.NOT_ENTITLED, "the answer should go to " + replyTo + ", which is not theirs");
    }
    return replyTo;
  }

  private boolean isReplyQueueOf(String user, String replyTo) {
    try {
      String space = addresses.repliesOf(user);
      return replyTo.startsWith(space)
          && addresses.replies(user, replyTo.substring(space.length())).equals(replyTo);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Stops receiving and ends the thread. */
  @Override
  public void close() {
    keeper.beginClosing();
    Mailbox<ClientMessage> mailbox = current;
    if (mailbox != null) {
      mailbox.close();
    }
    keeper.close();
  }
}
