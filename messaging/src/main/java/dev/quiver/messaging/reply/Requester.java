package dev.quiver.messaging.reply;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.batch.Mailbox;
import dev.quiver.messaging.batch.ProducerCache;
import dev.quiver.messaging.batch.SessionKeeper;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.AddressFullException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.NotAuthorisedException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RefusedByBrokerException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Asks questions and hands out the answers, thousands at a time, over one reply queue that lives as
 * long as this. The queue is made anew after every reconnect; questions that were under way when
 * the connection broke fail at once, since nobody knows whether they arrived; questions asked while
 * it is away wait for it, as long as their time allows. Safe for many threads.
 */
public final class Requester implements AutoCloseable {

  /** How many questions may wait for their answer. */
  public static final int MAX_UNDER_WAY = 50_000;

  private static final Duration LONGEST_NAP = Duration.ofSeconds(1);
  private static final int WINDOW_BYTES = 1024 * 1024;

  /** What the thread takes care of. */
  private sealed interface Turn {
    record Ask(Pending question) implements Turn {}

    record Answer(ClientMessage message) implements Turn {}

    record Broken() implements Turn {}
  }

  private record Pending(
      String correlation,
      String queue,
      String type,
      String body,
      boolean confirmed,
      long deadlineNanos,
      CompletableFuture<Reply> answer)
      implements Comparable<Pending> {
    @Override
    public int compareTo(Pending other) {
      return Long.signum(deadlineNanos - other.deadlineNanos);
    }
  }

  private final String replyQueue;
  private final Rejections rejections;
  private final Clock clock;
  private final Mailbox<Turn> mailbox = new Mailbox<>(Integer.MAX_VALUE);
  private final Map<String, Pending> underWay = new HashMap<>();
  private final PriorityQueue<Pending> byDeadline = new PriorityQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong asked = new AtomicLong();
  private final SessionKeeper keeper;

  private Requester(Connections connections, String process, WaitListener listener, Clock clock) {
    var settings = connections.settings();
    this.replyQueue = settings.addresses().replies(settings.requiredUser(), process);
    this.clock = clock;
    this.rejections =
        new Rejections("replies to " + process, LoggerFactory.getLogger(Requester.class), clock);
    this.keeper = SessionKeeper.start(process + "-replies", connections, listener, this::run);
  }

  /**
   * Starts; waits for the broker if it is away.
   *
   * @param process names the reply queue; no other process of the user may bear it
   */
  public static Requester start(
      Connections connections, String process, WaitListener listener, Clock clock) {
    return new Requester(connections, process, listener, clock);
  }

  /**
   * Asks. The answer fails with a {@link ReplyTimeoutException} if none comes in time, with an
   * {@link UnknownOutcomeException} if the connection broke meanwhile, with a {@link
   * RejectedMessageException} if it is not acceptable.
   *
   * @param queue who is asked
   * @param type the question's {@code JMSType}
   * @param body its document
   */
  public CompletableFuture<Reply> ask(String queue, String type, String body, Duration timeout) {
    return ask(queue, type, body, false, timeout);
  }

  /**
   * Asks as {@link #ask} does, with a durable message, which the broker confirms: slower, and
   * whatever it refuses, such as a missing permission, is known at once and not a question that
   * nobody answers.
   */
  public CompletableFuture<Reply> askConfirmed(
      String queue, String type, String body, Duration timeout) {
    return ask(queue, type, body, true, timeout);
  }

  private CompletableFuture<Reply> ask(
      String queue, String type, String body, boolean confirmed, Duration timeout) {
    CompletableFuture<Reply> result = new CompletableFuture<>();
    if (waiting.incrementAndGet() > MAX_UNDER_WAY) {
      waiting.decrementAndGet();
      result.completeExceptionally(
          new QuiverMessagingException(
              MAX_UNDER_WAY + " questions are unanswered already: ask fewer at a time", null));
      return result;
    }
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    // Not on our thread: it may be waiting for the broker when the time is over.
    var unused =
        answer
            .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (reply, failure) -> {
                  waiting.decrementAndGet();
                  if (failure == null) {
                    result.complete(reply);
                  } else {
                    result.completeExceptionally(
                        failure instanceof TimeoutException
                            ? new ReplyTimeoutException(queue, timeout)
                            : failure);
                  }
                });
    Pending question =
        new Pending(
            Long.toString(asked.incrementAndGet()),
            queue,
            type,
            body,
            confirmed,
            System.nanoTime() + timeout.toNanos(),
            answer);
    if (!mailbox.offer(new Turn.Ask(question))) {
      answer.completeExceptionally(closed());
    }
    return result;
  }

  /** Where the answers come to. */
  public String replyQueue() {
    return replyQueue;
  }

  /** What came to the reply queue and was not acceptable. */
  public Rejections rejections() {
    return rejections;
  }

  private void run(BrokerConnection connection, SessionKeeper running) throws InterruptedException {
    try (ClientSession session = connection.preAcknowledgedSession();
        ProducerCache producers = new ProducerCache(session, 64)) {
      session.addFailureListener(new BrokenListener(() -> mailbox.offer(new Turn.Broken())));
      ExplicitQueues queues = new ExplicitQueues(session);
      queues.nonDurable(replyQueue);
      var consumer =
          session.createConsumer(SimpleString.of(replyQueue), null, WINDOW_BYTES, -1, false);
      consumer.setMessageHandler(message -> mailbox.offer(new Turn.Answer(Wire.loaded(message))));
      session.start();
      while (!running.isClosing() && !connection.isClosed() && !consumer.isClosed()) {
        Turn turn = mailbox.poll(nap());
        if (turn instanceof Turn.Broken) {
          break;
        }
        handle(turn, session, producers);
        expire();
      }
      if (running.isClosing()) {
        consumer.close();
        queues.delete(replyQueue);
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    } finally {
      failUnderWay(running.isClosing());
    }
  }

  private void handle(@Nullable Turn turn, ClientSession session, ProducerCache producers) {
    if (turn instanceof Turn.Ask ask) {
      send(ask.question(), session, producers);
    } else if (turn instanceof Turn.Answer answer) {
      receive(answer.message());
    }
  }

  private void send(Pending question, ClientSession session, ProducerCache producers) {
    long left = question.deadlineNanos() - System.nanoTime();
    if (left <= 0 || question.answer().isDone()) {
      return;
    }
    underWay.put(question.correlation(), question);
    byDeadline.add(question);
    ClientMessage message =
        Wire.message(session, question.type(), question.correlation(), question.body());
    Wire.setReplyTo(message, replyQueue);
    message.setExpiration(clock.millis() + left / 1_000_000 + 1);
    if (!question.confirmed()) {
      producers.send(question.queue(), message);
      return;
    }
    message.setDurable(true);
    try {
      producers.send(question.queue(), message);
    } catch (NotAuthorisedException | RefusedByBrokerException | AddressFullException e) {
      underWay.remove(question.correlation());
      byDeadline.remove(question);
      question.answer().completeExceptionally(e);
    }
  }

  private void receive(ClientMessage message) {
    String correlation = Wire.correlation(message);
    Pending question = correlation == null ? null : underWay.remove(correlation);
    try {
      if (question == null) {
        throw new RejectedMessageException(
            Rejection.WRONG_VALUE, "an answer to nothing that is asked now, perhaps a late one");
      }
      byDeadline.remove(question);
      question
          .answer()
          .complete(
              new Reply(Wire.type(message), Wire.body(message), message.getValidatedUserID()));
    } catch (RejectedMessageException e) {
      rejections.count(e, String.valueOf(message.getValidatedUserID()));
      if (question != null) {
        question.answer().completeExceptionally(e);
      }
    }
  }

  private Duration nap() {
    Pending next = byDeadline.peek();
    if (next == null) {
      return LONGEST_NAP;
    }
    Duration left = Duration.ofNanos(Math.max(0, next.deadlineNanos() - System.nanoTime()));
    return left.compareTo(LONGEST_NAP) < 0 ? left : LONGEST_NAP;
  }

  /** Forgets what nobody waits for any more. */
  private void expire() {
    long now = System.nanoTime();
    Pending next = byDeadline.peek();
    while (next != null && next.deadlineNanos() - now <= 0) {
      byDeadline.remove();
      underWay.remove(next.correlation());
      next = byDeadline.peek();
    }
  }

  private void failUnderWay(boolean closing) {
    QuiverMessagingException why =
        closing
            ? closed()
            : new UnknownOutcomeException(
                "the connection broke while a question was under way", null);
    underWay.values().forEach(each -> each.answer().completeExceptionally(why));
    underWay.clear();
    byDeadline.clear();
  }

  private static ConnectionLostException closed() {
    return ConnectionLostException.closedHere();
  }

  /** Fails what is under way, removes the reply queue and ends the thread. */
  @Override
  public void close() {
    keeper.beginClosing();
    mailbox.offer(new Turn.Broken());
    keeper.close();
    Turn left = mailbox.poll();
    while (left != null) {
      if (left instanceof Turn.Ask ask) {
        ask.question().answer().completeExceptionally(closed());
      }
      left = mailbox.poll();
    }
    mailbox.close();
  }
}
