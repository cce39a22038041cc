package dev.quiver.multicast.core;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.View;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Total order by Lamport's clocks (1978): a message is delivered in the order of (time, sender)
 * once everybody, this peer included, is known to be later than it; so each receipt is acknowledged
 * to all.
 */
final class LamportOrder implements Ordering {

  private final TreeSet<Data> waiting =
      new TreeSet<>(Comparator.comparingLong(Data::time).thenComparing(Data::id));
  private final TreeMap<Integer, Long> latest = new TreeMap<>();
  private long clock;

  @Override
  public Data mark(MessageId id, boolean stop, String body) {
    return new Data(id, stop, body, ++clock, java.util.Map.of());
  }

  @Override
  public void received(int from, Frame frame, Outlet out) {
    if (frame instanceof Data data) {
      clock = Math.max(clock, data.time());
      latest.put(from, data.time());
      waiting.add(data);
      if (from != out.self()) {
        out.publish(new Frame.Ack(++clock));
      }
    } else if (frame instanceof Frame.Ack ack) {
      clock = Math.max(clock, ack.time());
      latest.put(from, ack.time());
    }
    drain(out);
  }

  private void drain(Outlet out) {
    while (!waiting.isEmpty() && isPassed(waiting.first().time(), out.view())) {
      out.deliver(waiting.pollFirst());
    }
  }

  /** The times of one sender grow, so whoever is at that time sends only later ones. */
  private boolean isPassed(long time, View view) {
    for (int member : view.members()) {
      if (latest.getOrDefault(member, 0L) < time) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void install(View next, Outlet out) {
    while (!waiting.isEmpty()) {
      out.deliver(waiting.pollFirst());
    }
    latest.keySet().retainAll(next.members());
  }

  @Override
  public void restore(DeliveredCounts counts, long time) {
    clock = Math.max(clock, time);
  }

  @Override
  public long time() {
    return clock;
  }
}
