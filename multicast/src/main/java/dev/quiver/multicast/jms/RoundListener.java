package dev.quiver.multicast.jms;

import dev.quiver.multicast.PeerMessage;

/** Hears what a peer's core tells, on the core's thread; must not block. */
@FunctionalInterface
public interface RoundListener {

  void told(PeerMessage message);

  /** This peer numbers the group's requests and views from now on; on the coordinator's thread. */
  default void coordinates() {}

  /** Listens to nothing. */
  static RoundListener silent() {
    return message -> {};
  }
}
