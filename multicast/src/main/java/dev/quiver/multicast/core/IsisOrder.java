package dev.quiver.multicast.core;

import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Total order by agreed priority (Skeen; ISIS): everybody proposes a priority above all it has
 * seen, the sender makes the highest final, and the head of the queue is delivered when it is
 * final. A sender's finals grow with its sequences, so that its own order is kept also when the
 * members that propose change.
 */
final class IsisOrder implements Ordering {

  private record Entry(long priority, int proposer, boolean decided, Data data) {}

  private record Proposals(TreeMap<Integer, Long> byMember) {}

  private final TreeSet<Entry> queue =
      new TreeSet<>(
          Comparator.comparingLong(Entry::priority)
              .thenComparingInt(Entry::proposer)
              .thenComparing(entry -> entry.data().id()));
  private final Map<MessageId, Entry> entries = new TreeMap<>();
  private final TreeMap<MessageId, Proposals> own = new TreeMap<>();
  private long clock;
  private long lastFinal;

  @Override
  public void received(int from, Frame frame, Outlet out) {
    if (frame instanceof Data data) {
      long priority = ++clock;
      put(new Entry(priority, out.self(), false, data));
      if (from == out.self()) {
        own.computeIfAbsent(data.id(), id -> new Proposals(new TreeMap<>()));
        proposed(from, data.id(), priority, out);
      } else {
        out.propose(from, data.id(), priority);
      }
    } else if (frame instanceof Frame.Final decision) {
      clock = Math.max(clock, decision.priority());
      Entry entry = entries.get(decision.id());
      if (entry != null) {
        queue.remove(entry);
        put(new Entry(decision.priority(), decision.proposer(), true, entry.data()));
      }
      drain(out);
    }
  }

  private void put(Entry entry) {
    queue.add(entry);
    entries.put(entry.data().id(), entry);
  }

  @Override
  public void proposed(int from, MessageId id, long priority, Outlet out) {
    if (id.sender() != out.self()) {
      return;
    }
    // A proposal may overtake the echo of what it is for.
    own.computeIfAbsent(id, unknown -> new Proposals(new TreeMap<>()))
        .byMember()
        .put(from, priority);
    while (!own.isEmpty() && isComplete(own.firstEntry().getValue(), out.view())) {
      var first = own.pollFirstEntry();
      publishFinal(first.getKey(), first.getValue(), out);
    }
  }

  private static boolean isComplete(Proposals proposals, View view) {
    return proposals.byMember().keySet().containsAll(view.members());
  }

  private void publishFinal(MessageId id, Proposals proposals, Outlet out) {
    long highest = 0;
    int proposer = 0;
    for (Map.Entry<Integer, Long> each : proposals.byMember().entrySet()) {
      if (each.getValue() >= highest) {
        highest = each.getValue();
        proposer = each.getKey();
      }
    }
    lastFinal = Math.max(highest, lastFinal + 1);
    out.publish(new Frame.Final(id, lastFinal, proposer));
  }

  private void drain(Outlet out) {
    while (!queue.isEmpty() && queue.first().decided()) {
      deliver(queue.pollFirst(), out);
    }
  }

  private void deliver(Entry entry, Outlet out) {
    entries.remove(entry.data().id());
    out.deliver(entry.data());
  }

  /** What is final in its order, then the rest by sender: nobody can have delivered any of that. */
  @Override
  public void install(View next, Outlet out) {
    List<Entry> undecided = new ArrayList<>();
    while (!queue.isEmpty()) {
      Entry entry = queue.pollFirst();
      if (entry.decided()) {
        deliver(entry, out);
      } else {
        undecided.add(entry);
      }
    }
    undecided.sort(Comparator.comparing(entry -> entry.data().id()));
    undecided.forEach(entry -> deliver(entry, out));
    own.clear();
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
