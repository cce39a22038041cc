package dev.quiver.dht.jms;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.protocol.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Where a client's answer goes, in the shape of a node's name, so that a node answers clients as it
 * answers nodes. No node has a name that begins with {@code @}.
 */
record ReplyPath(String queue, String correlation) {

  private static final char MARK = '@';
  private static final char BAR = '|';

  NodeId asNode() {
    return new NodeId(MARK + queue + BAR + correlation);
  }

  /** The path that such a name stands for; null for a node's. */
  static @Nullable ReplyPath of(NodeId node) {
    String value = node.value();
    int bar = value.indexOf(BAR);
    return value.charAt(0) != MARK || bar < 0
        ? null
        : new ReplyPath(value.substring(1, bar), value.substring(bar + 1));
  }

  /** Whether a queue lies in the space of that user's replies. */
  static boolean isTheirs(Addresses addresses, @Nullable String user, String queue) {
    if (user == null || queue.indexOf(BAR) >= 0) {
      return false;
    }
    try {
      String space = addresses.repliesOf(user);
      return queue.startsWith(space)
          && addresses.replies(user, queue.substring(space.length())).equals(queue);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
