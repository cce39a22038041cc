package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Progress;

/** Hears what comes to a client's results and belongs to no task that this process submitted. */
public interface ClientListener {

  /** Hears nothing. */
  ClientListener NONE = new ClientListener() {};

  /**
   * An outcome of a task that was submitted earlier, by a process of the same client id that has
   * ended since, or one that came after its submit was reported as unknown, or a later one of a
   * task that was requeued.
   */
  default void unclaimed(Outcome outcome) {}

  /** Progress of any task, also one that was submitted here. */
  default void progressed(Progress progress) {}

  /** The connection broke; the client waits for the broker. */
  default void disconnected() {}

  /** The connection stands again. */
  default void reconnected() {}

  /**
   * The connection broke and the broker does not let the user in any more. Nothing is submitted
   * after that, and nobody hears of what was: its outcomes stay in the results.
   */
  default void shutOut(LoginRefusedException why) {}
}
