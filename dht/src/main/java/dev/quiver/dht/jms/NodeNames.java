package dev.quiver.dht.jms;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.messaging.text.ValueName;

/** What nodes may be called: each has a queue of its name. */
public final class NodeNames {

  private NodeNames() {}

  /**
   * Whether a node may be called so.
   *
   * @throws UnusableValueException if not
   */
  public static void require(String name) {
    Names.requireWord(ValueName.NODE, name);
    if (name.equals(Addresses.DHT_FOUNDING)) {
      throw UnusableValueException.of("value.ring.nodeName", name);
    }
  }

  static boolean isUsable(String name) {
    try {
      require(name);
      return true;
    } catch (UnusableValueException e) {
      return false;
    }
  }
}
