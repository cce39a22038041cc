package dev.quiver.chat.client;

import dev.quiver.messaging.batch.ProducerCache;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.DuplicateIdException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Brings the letters of the outbox to the broker over one connection, in order: many that wait in
 * one transaction, one alone at once. What the broker does not take is told to its writer and holds
 * up nobody; when nobody knows whether it was taken it stays, and is sent again over the next
 * connection, where the broker and the readers know it by its number.
 */
final class Postman {

  private static final int MOST_PRODUCERS = 64;
  private static final int MOST_LETTERS = 100;

  private final Outbox outbox;
  private final String user;
  private final ClientSession single;
  private final ClientSession many;
  private final ProducerCache singleProducers;
  private final ProducerCache manyProducers;

  Postman(Outbox outbox, BrokerConnection connection) {
    this.outbox = outbox;
    this.user = connection.settings().requiredUser();
    this.single = connection.autoCommitSession();
    this.many = connection.transactedSession();
    this.singleProducers = new ProducerCache(single, MOST_PRODUCERS);
    this.manyProducers = new ProducerCache(many, MOST_PRODUCERS);
  }

  /**
   * Brings what waits; waits for the first for that time.
   *
   * @throws ConnectionLostException if the connection broke
   * @throws UnknownOutcomeException if the broker did not answer
   */
  void round(Duration patience) throws InterruptedException {
    List<Letter> letters = outbox.oldest(MOST_LETTERS, patience);
    if (letters.isEmpty()) {
      return;
    }
    if (letters.size() == 1 || !together(letters)) {
      for (Letter letter : letters) {
        settle(letter, alone(letter));
      }
    }
  }

  /** All of them or none; false if the broker does not take all. */
  private boolean together(List<Letter> letters) {
    try {
      for (Letter letter : letters) {
        send(many, manyProducers, letter);
      }
      many.commit();
    } catch (ActiveMQException | QuiverMessagingException e) {
      QuiverMessagingException why = Failures.translate(e);
      throwIfLost(why);
      rollBack();
      return false;
    }
    outbox.settle(letters.size());
    letters.forEach(letter -> letter.settled().accept(null));
    return true;
  }

  private void rollBack() {
    try {
      many.rollback();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private @Nullable QuiverMessagingException alone(Letter letter) {
    if (!letter.content().isKept()) {
      return unkept(letter);
    }
    try {
      send(single, singleProducers, letter);
      return null;
    } catch (DuplicateIdException e) {
      return null;
    } catch (QuiverMessagingException e) {
      throwIfLost(e);
      return e;
    }
  }

  /** What is not kept is sent without waiting for the broker's answer, but for a commit's. */
  private @Nullable QuiverMessagingException unkept(Letter letter) {
    try {
      send(many, manyProducers, letter);
      many.commit();
      return null;
    } catch (ActiveMQException | QuiverMessagingException e) {
      QuiverMessagingException why = Failures.translate(e);
      throwIfLost(why);
      rollBack();
      return why;
    }
  }

  private void settle(Letter letter, @Nullable QuiverMessagingException why) {
    outbox.settle(1);
    letter.settled().accept(why);
  }

  private void send(ClientSession session, ProducerCache producers, Letter letter) {
    var message = letter.content().write(session, user, letter.written());
    if (letter.topic()) {
      producers.publish(letter.address(), message);
    } else {
      producers.send(letter.address(), message);
    }
  }

  private static void throwIfLost(QuiverMessagingException why) {
    if (why instanceof ConnectionLostException || why instanceof UnknownOutcomeException) {
      throw why;
    }
  }
}
