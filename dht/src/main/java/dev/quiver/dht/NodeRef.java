package dev.quiver.dht;

import dev.quiver.messaging.protocol.NodeId;

/**
 * A Chord node as others know it.
 *
 * @param id its place on the circle
 * @param name where to send to; one node a name
 * @param host the process it lives in: copies of a key go to different ones
 */
public record NodeRef(Id id, NodeId name, String host) {

  private static final NodeId NOBODY = new NodeId("-");

  /**
   * Fills a successor list up to its length where no node is known: nobody ever answers there (P.
   * Zave, How to Make Chord Correct, section 4).
   */
  public static NodeRef padding(Id id) {
    return new NodeRef(id, NOBODY, "");
  }

  /** A node that is a process of its own. */
  public static NodeRef alone(Id id, String name) {
    return new NodeRef(id, new NodeId(name), name);
  }

  public boolean isPadding() {
    return name.value().equals(NOBODY.value());
  }

  @Override
  public String toString() {
    return isPadding()
        ? "(" + id + ")"
        : name.value().equals(id.text()) ? id.text() : name + "@" + id;
  }
}
