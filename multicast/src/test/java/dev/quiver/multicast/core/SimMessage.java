package dev.quiver.multicast.core;

import dev.quiver.multicast.PeerMessage;

/** What goes over the simulated network: words of peers, and those of the exclusive queue. */
sealed interface SimMessage {

  record Word(PeerMessage message) implements SimMessage {}

  /** The queue hands a message to its owner. */
  record Handed(int epoch, long tag, PeerMessage message) implements SimMessage {}

  /** The owner commits a transaction. */
  record Commit(int epoch, Reign.Step step) implements SimMessage {}

  /** The broker has noticed that the peer's connection is gone. */
  record ConnectionGone(int peer) implements SimMessage {}
}
