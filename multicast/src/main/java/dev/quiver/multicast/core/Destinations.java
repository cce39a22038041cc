package dev.quiver.multicast.core;

import dev.quiver.messaging.protocol.NodeId;

/** Where a peer can send to. */
public final class Destinations {

  /** Every member, the sender included: the group's topic. */
  public static final NodeId ALL = new NodeId("all");

  /** The coordinator, whoever it is: the group's exclusive queue. */
  public static final NodeId COORDINATOR = new NodeId("sequence");

  private Destinations() {}

  /** One peer: its own queue. */
  public static NodeId peer(int number) {
    return new NodeId(Integer.toString(number));
  }

  /** The peer that a destination or sender is; 0 if it is none. */
  public static int number(NodeId node) {
    String name = node.value();
    return !name.isEmpty() && Character.isDigit(name.charAt(0)) ? Integer.parseInt(name) : 0;
  }
}
