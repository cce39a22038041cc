package dev.quiver.dht.core;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Tells who speaks of the ring or of its keys under the label of a node that this one knows, and is
 * not that node: another account runs it.
 */
final class Impostors {

  private final Pointers pointers;
  private final Fingers fingers;

  Impostors(Pointers pointers, Fingers fingers) {
    this.pointers = pointers;
    this.fingers = fingers;
  }

  boolean isOne(NodeId from, ChordMessage message) {
    return (message instanceof RingMessage || message instanceof StoreMessage)
        && (imitates(from, pointers.self())
            || imitates(from, pointers.predecessor())
            || pointers.successors().stream().anyMatch(each -> imitates(from, each))
            || imitatesFinger(from));
  }

  @SuppressWarnings("ReferenceEquality") // One finger stands for many places, one after the other.
  private boolean imitatesFinger(NodeId from) {
    NodeRef last = null;
    for (int i = 0; i < fingers.count(); i++) {
      NodeRef finger = fingers.at(i);
      if (finger != last && imitates(from, finger)) {
        return true;
      }
      last = finger;
    }
    return false;
  }

  private static boolean imitates(NodeId from, @Nullable NodeRef known) {
    return known != null && known.isImitatedBy(from);
  }
}
