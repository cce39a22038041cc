package dev.quiver.messaging.protocol;

/** Names one taker of part in a protocol. */
public record NodeId(String value) implements Comparable<NodeId> {

  public NodeId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a node needs a name");
    }
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
