package dev.quiver.messaging.connection;

import java.time.Duration;

/** Hears about a role's waiting for its broker, to say so. Called on the waiting thread. */
public interface WaitListener {

  /**
   * An attempt failed; another follows.
   *
   * @param attempt how many there were, from 1
   * @param pause how long until the next
   */
  void waiting(QuiverMessagingException why, int attempt, Duration pause);

  /** It is there now; not called if the first attempt succeeded. */
  void connected();

  /** Says nothing. */
  static WaitListener silent() {
    return new WaitListener() {
      @Override
      public void waiting(QuiverMessagingException why, int attempt, Duration pause) {}

      @Override
      public void connected() {}
    };
  }
}
