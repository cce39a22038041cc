package dev.quiver.messaging.batch;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.util.List;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/**
 * What a {@link BatchLoop} does with each message: it is consumed here and whatever this sends is
 * produced there, both or neither. Called on the loop's thread; a message may come again when its
 * transaction did not happen, so nothing but sends may have an effect before {@link #committed}.
 */
public interface Move {

  /**
   * The queues to consume from; called after each connecting, to make those that this owns.
   *
   * @return their names
   */
  List<String> open(ExplicitQueues queues);

  /**
   * Handles one message; the loop acknowledges it.
   *
   * @throws RejectedMessageException if the message is not acceptable: {@link #rejected} gets it
   */
  void process(ClientMessage message, TransactedSession out);

  /** An unacceptable message, which goes with this transaction unless this sends it somewhere. */
  void rejected(ClientMessage message, RejectedMessageException why, TransactedSession out);

  /**
   * A message that {@link #process} failed on, or whose transaction could not commit although it
   * was alone in it: its destination is gone, or refuses. Must find another way for it, or throw;
   * then it is tried again after a pause, and those behind it wait.
   */
  void refused(ClientMessage message, QuiverMessagingException why, TransactedSession out);

  /** Everything handled since the last call is done. */
  default void committed(int messages) {}

  /** Nothing handled since the last {@link #committed} happened; it will come again. */
  default void rolledBack(QuiverMessagingException why) {}
}
