package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.QuiverMessagingException;
import org.jspecify.annotations.Nullable;

/** Where slots work: what they share, and whom they tell that their connection is of no use. */
interface Place {

  Worker worker();

  /** What was cancelled. */
  CancelBook cancels();

  /** Lets a suspicious task run alone in the whole worker. */
  AloneGate gate();

  /** What attempts have around them. */
  Attempt.Surroundings surroundings();

  /**
   * Whom to tell what became of tasks after it is committed; null where orchestrators listen
   * themselves, so that it is part of the transaction.
   */
  default @Nullable EventRelay relay() {
    return null;
  }

  /** The connection is of no use any more: all that works on it ends, and it is made anew. */
  void fail(QuiverMessagingException why);
}
