package dev.quiver.cli.metrics;

import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.ledger.LedgerStatistics;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts what an orchestrator tells people, and passes it on to them; so what is counted is what
 * can be read in its lines.
 */
public final class OrchestratorMetrics implements Consumer<Notice> {

  /** What it does not lead in. */
  private static final long NONE = 0;

  private final Consumer<Notice> people;
  private final AtomicLong epoch = new AtomicLong(NONE);
  private final Set<WorkerId> workers = ConcurrentHashMap.newKeySet();
  private final Set<TaskType> unserved = ConcurrentHashMap.newKeySet();
  private final LongAdder received = new LongAdder();
  private final LongAdder assigned = new LongAdder();
  private final LongAdder moved = new LongAdder();
  private final LongAdder returned = new LongAdder();
  private final LongAdder reigns = new LongAdder();
  private final LongAdder silences = new LongAdder();
  private final Map<Ending, LongAdder> ended = new EnumMap<>(Ending.class);

  public OrchestratorMetrics(Consumer<Notice> people) {
    this.people = people;
    for (Ending each : Ending.values()) {
      ended.put(each, new LongAdder());
    }
  }

  @Override
  public void accept(Notice notice) {
    count(notice);
    people.accept(notice);
  }

  private void count(Notice notice) {
    if (notice instanceof Notice.TaskAssigned) {
      assigned.increment();
    } else if (notice instanceof Notice.TaskReceived) {
      received.increment();
    } else if (notice instanceof Notice.TaskEnded end) {
      counter(end.ending()).increment();
    } else if (notice instanceof Notice.TaskMoved) {
      moved.increment();
    } else if (notice instanceof Notice.TaskReturned) {
      returned.increment();
    } else if (notice instanceof Notice.WorkerJoined joined) {
      workers.add(joined.worker());
    } else if (notice instanceof Notice.WorkerBack back) {
      workers.add(back.worker());
    } else if (notice instanceof Notice.WorkerLeft left) {
      workers.remove(left.worker());
    } else if (notice instanceof Notice.WorkerEnding ending) {
      workers.remove(ending.worker());
    } else if (notice instanceof Notice.WorkerSilent silent) {
      silences.increment();
      workers.remove(silent.worker());
    } else if (notice instanceof Notice.TypeWithoutWorker without) {
      unserved.add(without.type());
    } else if (notice instanceof Notice.TypeServed served) {
      unserved.remove(served.type());
    } else if (notice instanceof Notice.StartedAsPrimary primary) {
      leads(primary.epoch());
    } else if (notice instanceof Notice.TakingOver over) {
      leads(over.epoch());
    } else if (notice instanceof Notice.LedUntil || notice instanceof Notice.Disconnected) {
      epoch.set(NONE);
      workers.clear();
      unserved.clear();
    }
  }

  private void leads(long number) {
    epoch.set(number);
    reigns.increment();
  }

  private LongAdder counter(Ending ending) {
    return ended.computeIfAbsent(ending, each -> new LongAdder());
  }

  /** Adds them. */
  public void addTo(
      RoleMetrics metrics,
      Supplier<LedgerStatistics> ledger,
      LongSupplier rejected,
      BooleanSupplier connected) {
    metrics.gauge(
        "quiver.connected",
        "1 while it is connected to a broker",
        () -> connected.getAsBoolean() ? 1 : 0);
    metrics.gauge(
        "quiver.orchestrator.leading",
        "1 while it leads, 0 while it stands by",
        () -> epoch.get() == NONE ? 0 : 1);
    metrics.gauge(
        "quiver.orchestrator.epoch", "the number of its reign, 0 while it stands by", epoch::get);
    metrics.gauge(
        "quiver.orchestrator.workers", "workers it can assign to, as leader", workers::size);
    metrics.gauge(
        "quiver.orchestrator.unserved.types",
        "types of which tasks wait and no worker has them, as leader",
        unserved::size);
    metrics.counter("quiver.orchestrator.reigns", "how often it began to lead", reigns::sum);
    metrics.counter(
        "quiver.orchestrator.received", "tasks it took from submit queues", received::sum);
    metrics.counter("quiver.orchestrator.assigned", "tasks it gave to workers", assigned::sum);
    metrics.counter(
        "quiver.orchestrator.moved",
        "tasks it took out of a failed worker's queue and gave to another",
        moved::sum);
    metrics.counter(
        "quiver.orchestrator.returned",
        "tasks it took out of a failed worker's queue that wait again",
        returned::sum);
    metrics.counter(
        "quiver.orchestrator.silent.workers",
        "how often a worker sent no beat for too long",
        silences::sum);
    metrics.counter(
        "quiver.orchestrator.rejected", "messages that were not acceptable", rejected::getAsLong);
    for (Ending each : Ending.values()) {
      metrics.counter(
          "quiver.orchestrator.ended",
          "tasks it ended itself, without a worker",
          counter(each)::sum,
          "ending",
          each.name().toLowerCase(Locale.ROOT));
    }
    ledger(metrics, new Lately<>(ledger));
  }

  private static void ledger(RoleMetrics metrics, Lately<LedgerStatistics> ledger) {
    for (TaskState state : TaskState.values()) {
      metrics.gauge(
          "quiver.ledger.tasks",
          "tasks that its ledger keeps, by state",
          () -> ledger.get().counts().getOrDefault(state, 0L),
          "state",
          state.label());
    }
    spread(
        metrics,
        "quiver.ledger.waited.seconds",
        "from submit to the last assignment, of what ended in the last ten minutes",
        () -> ledger.get().waitedP50Ms(),
        () -> ledger.get().waitedP95Ms());
    spread(
        metrics,
        "quiver.ledger.ran.seconds",
        "from the last assignment to the end, of the same",
        () -> ledger.get().ranP50Ms(),
        () -> ledger.get().ranP95Ms());
  }

  private static void spread(
      RoleMetrics metrics, String name, String help, LongSupplier p50, LongSupplier p95) {
    metrics.gauge(name, help, () -> seconds(p50.getAsLong()), "quantile", "0.5");
    metrics.gauge(name, help, () -> seconds(p95.getAsLong()), "quantile", "0.95");
  }

  /** Nothing, where nothing ended. */
  private static double seconds(long ms) {
    return ms < 0 ? Double.NaN : ms / 1e3;
  }
}
