package dev.quiver.multicast.core;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;

/** Delivers what comes as it comes; over streams this is the order of each sender. */
final class ArrivalOrder implements Ordering {

  @Override
  public void received(int from, Frame frame, Outlet out) {
    if (frame instanceof Data data) {
      out.deliver(data);
    }
  }
}
