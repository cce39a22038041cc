package dev.quiver.dht;

import dev.quiver.messaging.protocol.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A Chord node as others know it.
 *
 * @param id its place on the circle
 * @param name who it is: its label, and on a broker behind an {@code @} the account of whoever runs
 *     it. The broker vouches for the account of whoever sends, so that nobody speaks as a node of
 *     another account
 * @param host the process it lives in: copies of a key go to different ones
 */
public record NodeRef(Id id, NodeId name, String host) {

  private static final NodeId NOBODY = new NodeId("-");
  private static final char AT = '@';

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

  /** Who has that label and is run by that account. */
  public static NodeId named(String label, String account) {
    return new NodeId(label + AT + account);
  }

  /** What people call whoever has that name, and where to send to; never has an {@code @} in it. */
  public static String label(NodeId name) {
    int at = name.value().indexOf(AT);
    return at < 0 ? name.value() : name.value().substring(0, at);
  }

  /** What people call it, and where to send to. */
  public String label() {
    return label(name);
  }

  /** Who runs it, as the broker knows them; null where no broker has said so. */
  public @Nullable String account() {
    int at = name.value().indexOf(AT);
    return at < 0 ? null : name.value().substring(at + 1);
  }

  /** The same, run by that account. */
  public NodeRef runBy(String account) {
    return new NodeRef(id, named(label(), account), host);
  }

  /** Whether somebody has the label of this node and is another: of another account. */
  public boolean isImitatedBy(NodeId other) {
    return !name.equals(other) && label().equals(label(other));
  }

  public boolean isPadding() {
    return name.value().equals(NOBODY.value());
  }

  @Override
  public String toString() {
    return isPadding()
        ? "(" + id + ")"
        : label().equals(id.text()) ? id.text() : label() + "@" + id;
  }
}
