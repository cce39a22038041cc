package dev.quiver.dht;

/**
 * Everything a Chord node hears and says. The pages of the vocabulary: what nodes say about the
 * ring, about ways through it, about keys; what clients ask; what its own process tells a node, and
 * what the node tells its process.
 */
public sealed interface ChordMessage
    permits RingMessage, RouteMessage, StoreMessage, ClientMessage, LocalMessage, Notice {

  /** An answer: it repeats the number of the question. */
  interface Answer {
    long rpc();
  }
}
