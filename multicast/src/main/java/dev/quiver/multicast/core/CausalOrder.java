package dev.quiver.multicast.core;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.View;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Causal order after Birman, Schiper and Stephenson (1991): a message bears how many multicasts of
 * each peer its sender had delivered, and waits until as many are delivered here.
 */
final class CausalOrder implements Ordering {

  private final DeliveredCounts delivered;
  private final List<Data> held = new ArrayList<>();

  /**
   * @param delivered what this peer has delivered, kept by the peer
   */
  CausalOrder(DeliveredCounts delivered) {
    this.delivered = delivered;
  }

  @Override
  public Data mark(MessageId id, boolean stop, String body) {
    return new Data(id, stop, body, 0, delivered.all());
  }

  @Override
  public void received(int from, Frame frame, Outlet out) {
    if (frame instanceof Data data) {
      held.add(data);
      drain(out);
    }
  }

  private void drain(Outlet out) {
    boolean progress = true;
    while (progress) {
      progress = false;
      Iterator<Data> each = held.iterator();
      while (each.hasNext()) {
        Data data = each.next();
        if (isNext(data) && hasCauses(data)) {
          each.remove();
          out.deliver(data);
          progress = true;
        }
      }
    }
  }

  private boolean isNext(Data data) {
    return delivered.of(data.sender()) == data.id().sequence() - 1;
  }

  private boolean hasCauses(Data data) {
    for (Map.Entry<Integer, Integer> cause : data.after().entrySet()) {
      if (cause.getKey() != data.sender() && delivered.of(cause.getKey()) < cause.getValue()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void install(View next, Outlet out) {
    drain(out);
    if (!held.isEmpty()) {
      // Every cause of a frame was seen by a member and so lies within the cut.
      throw new IllegalStateException("a view ends while messages lack their causes: " + held);
    }
  }
}
