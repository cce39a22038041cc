package dev.quiver.multicast.core;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.View;

/**
 * Decides when a multicast is delivered. It sees each member's frames in their order, exactly once,
 * and all members see the same frames of each view.
 */
interface Ordering {

  /** Marks an own multicast as the ordering needs it. */
  default Data mark(MessageId id, boolean stop, String body) {
    return Data.plain(id, stop, body);
  }

  /** The next frame of that member's stream has arrived; its own ones too. */
  void received(int from, Frame frame, Outlet out);

  /** A member's proposal for an own multicast (ISIS). */
  default void proposed(int from, MessageId id, long priority, Outlet out) {}

  /**
   * All frames of the view before have been seen, by everybody the same: what is left is delivered
   * now, in an order that follows from those frames alone.
   */
  default void install(View next, Outlet out) {}

  /** The state of a joiner: what was delivered of each peer, and the clock. */
  default void restore(DeliveredCounts counts, long time) {}

  /** The clock, where there is one. */
  default long time() {
    return 0;
  }

  /** What an ordering can have done. */
  interface Outlet {

    /** This peer's number. */
    int self();

    View view();

    /** Delivers, at once. */
    void deliver(Data data);

    /** Appends to this peer's stream; nothing while a view is being changed. */
    void publish(Frame frame);

    /** Sends a proposal to that peer; nothing while a view is being changed. */
    void propose(int to, MessageId id, long priority);
  }
}
