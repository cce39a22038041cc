package dev.quiver.messaging.protocol;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The running timers of one node, by name. The driver and the simulator share it, so that a timer
 * that was cancelled or started again fires in neither.
 */
public final class Timers {

  private record Running(Instant due, long order, String name) implements Comparable<Running> {
    @Override
    public int compareTo(Running other) {
      int byTime = due.compareTo(other.due);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final Map<String, Running> byName = new HashMap<>();
  private final TreeSet<Running> byTime = new TreeSet<>();
  private long started;

  public void start(String name, Instant due) {
    cancel(name);
    Running running = new Running(due, started++, name);
    byName.put(name, running);
    byTime.add(running);
  }

  public void cancel(String name) {
    Running running = byName.remove(name);
    if (running != null) {
      byTime.remove(running);
    }
  }

  /** When the next is over; null if none runs. */
  public @Nullable Instant nextDue() {
    return byTime.isEmpty() ? null : byTime.first().due();
  }

  /** Takes the timer that is over for longest; null if none is over. */
  public @Nullable String pollDue(Instant now) {
    if (byTime.isEmpty() || byTime.first().due().isAfter(now)) {
      return null;
    }
    String name = byTime.first().name();
    cancel(name);
    return name;
  }

  public void clear() {
    byName.clear();
    byTime.clear();
  }
}
