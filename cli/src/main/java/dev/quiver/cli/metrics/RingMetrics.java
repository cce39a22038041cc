package dev.quiver.cli.metrics;

import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.jms.RingProcess;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/** What the nodes of a process hold and do, all of them together. */
public final class RingMetrics {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private RingMetrics() {}

  /** Adds them. */
  public static void addTo(
      RoleMetrics metrics, String ring, RingProcess process, BooleanSupplier connected) {
    metrics.gauge(
        "quiver.connected",
        "1 while it is connected to a broker",
        () -> connected.getAsBoolean() ? 1 : 0);
    new Sums(metrics, ring, new Lately<>(() -> process.statuses(PATIENCE))).add();
    metrics.counter(
        "quiver.dht.rejected",
        "messages that were not acceptable",
        process::rejected,
        "ring",
        ring);
  }

  /** Figures that are sums over nodes. */
  private record Sums(RoleMetrics metrics, String ring, Lately<List<NodeStatus>> nodes) {

    void add() {
      gauge("nodes", "nodes in the process", each -> 1);
      gauge("members", "of them members of the ring", each -> each.member() ? 1 : 0);
      gauge("keys", "keys they hold", each -> each.keys().held());
      gauge("copies", "copies they have of what others hold", each -> each.keys().copies());
      gauge("bytes", "what all of that takes of the memory", each -> each.keys().bytes());
      counter("lookups", "lookups that began here and ended", each -> each.counts().lookups());
      counter("hops", "hops of all of these", each -> each.counts().hops());
      counter("timeouts", "nodes that did not answer them", each -> each.counts().timeouts());
      counter("failures", "lookups that found nobody", each -> each.counts().failures());
      counter("rounds", "rounds of stabilisation", each -> each.counts().rounds());
      counter("moved.in", "keys they took over", each -> each.counts().movedIn());
      counter("moved.out", "keys they gave away", each -> each.counts().movedOut());
      counter(
          "violations",
          "answers that would have broken the ring and were not believed",
          each -> each.counts().violations());
      counter("full", "writes refused for want of room", each -> each.counts().full());
    }

    private void gauge(String name, String help, ToLongFunction<NodeStatus> of) {
      metrics.gauge("quiver.dht." + name, help, () -> sum(of), "ring", ring);
    }

    private void counter(String name, String help, ToLongFunction<NodeStatus> of) {
      metrics.counter("quiver.dht." + name, help, () -> sum(of), "ring", ring);
    }

    private long sum(ToLongFunction<NodeStatus> of) {
      return nodes.get().stream().mapToLong(of).sum();
    }
  }
}
