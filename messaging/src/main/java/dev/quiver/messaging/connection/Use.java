package dev.quiver.messaging.connection;

/** What a connection is for; it decides what happens when the broker goes away. */
public enum Use {

  /**
   * Consuming, or consuming and producing in transactions. Connects again by itself; no
   * confirmation window, so that a killed process' queues are free at once and not after the whole
   * time to live.
   */
  CONSUME(true, false),

  /**
   * Producing only. Connects again by itself, with a confirmation window, which asynchronous sends
   * with completion need. A consumer on such a connection would hold its queue after a crash.
   */
  PRODUCE(true, true),

  /**
   * Consuming and producing by somebody who must never come back silently, such as a leader: any
   * failure ends the connection for good.
   */
  FENCED(false, false);

  private final boolean reconnects;
  private final boolean confirms;

  Use(boolean reconnects, boolean confirms) {
    this.reconnects = reconnects;
    this.confirms = confirms;
  }

  boolean reconnects() {
    return reconnects;
  }

  boolean confirms() {
    return confirms;
  }
}
