package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.QuiverMessagingException;

/** Where slots work: what they share, and whom they tell that their connection is of no use. */
interface Place {

  Worker worker();

  /** What was cancelled. */
  CancelBook cancels();

  /** Lets a suspicious task run alone in the whole worker. */
  AloneGate gate();

  /** What attempts have around them. */
  Attempt.Surroundings surroundings();

  /** The connection is of no use any more: all that works on it ends, and it is made anew. */
  void fail(QuiverMessagingException why);
}
