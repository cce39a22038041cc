package dev.quiver.cli.metrics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** What a group's server saw: the peers, and how the rounds went. */
public final class GroupMetrics {

  private final LongAdder kept = new LongAdder();
  private final LongAdder broken = new LongAdder();

  /** Counts a round, by whether everything held that was promised. */
  public void round(boolean held) {
    (held ? kept : broken).increment();
  }

  /** Adds them. */
  public void addTo(RoleMetrics metrics, String group, IntSupplier peers) {
    metrics.gauge(
        "quiver.multicast.peers", "peers that are registered", peers::getAsInt, "group", group);
    String help = "rounds that were compared, by whether everything held that was promised";
    metrics.counter("quiver.multicast.rounds", help, kept::sum, "group", group, "promises", "kept");
    metrics.counter(
        "quiver.multicast.rounds", help, broken::sum, "group", group, "promises", "broken");
  }
}
