package dev.quiver.messaging.protocol;

import org.jspecify.annotations.Nullable;

/** Names one taker of part in a protocol. */
public record NodeId(String value) implements Comparable<NodeId> {

  public NodeId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a node needs a name");
    }
  }

  /** As every record's; written out, since simulations ask it very often. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeId node && value.equals(node.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
