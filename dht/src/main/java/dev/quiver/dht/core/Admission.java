package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.RingMessage;

/** All nodes of a ring have the same parameters: who comes with others is refused. */
final class Admission {

  /** What a member with that configuration says to who greets it. */
  static ChordMessage answer(ChordConfig config, RingMessage.Hello hello) {
    RingMessage.Parameter other = null;
    int ours = 0;
    if (hello.bits() != config.space().bits()) {
      other = RingMessage.Parameter.BITS;
      ours = config.space().bits();
    } else if (hello.successors() != config.successors()) {
      other = RingMessage.Parameter.SUCCESSORS;
      ours = config.successors();
    } else if (hello.replicas() != config.replicas()) {
      other = RingMessage.Parameter.REPLICAS;
      ours = config.replicas();
    }
    return other == null
        ? new RingMessage.Welcome(hello.rpc())
        : new RingMessage.Refused(hello.rpc(), other, ours);
  }

  private Admission() {}
}
