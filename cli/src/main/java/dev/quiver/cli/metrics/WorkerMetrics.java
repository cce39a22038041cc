package dev.quiver.cli.metrics;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import dev.quiver.tasks.worker.WorkerStatus;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What a worker does, and how long its handlers take. */
public final class WorkerMetrics {

  private final Map<TaskType, Timer> executions = new ConcurrentHashMap<>();

  /** Adds them. */
  public void addTo(
      RoleMetrics metrics,
      Supplier<WorkerStatus> status,
      int concurrency,
      Set<TaskType> types,
      BooleanSupplier connected) {
    metrics.gauge(
        "quiver.connected",
        "1 while it is connected to a broker",
        () -> connected.getAsBoolean() ? 1 : 0);
    metrics.gauge("quiver.worker.slots", "tasks it can run at a time", () -> concurrency);
    metrics.gauge("quiver.worker.running", "tasks it runs now", () -> status.get().running());
    metrics.counter(
        "quiver.worker.tasks",
        "tasks that ended here",
        () -> status.get().done(),
        "result",
        "succeeded");
    metrics.counter(
        "quiver.worker.tasks",
        "tasks that ended here",
        () -> status.get().failed(),
        "result",
        "failed");
    metrics.counter(
        "quiver.worker.retries",
        "attempts that failed and are followed by another",
        () -> status.get().retried());
    metrics.counter(
        "quiver.worker.rejected", "messages that were no task", () -> status.get().rejected());
    metrics.counter(
        "quiver.worker.unclaimed",
        "outcomes whose client's queue was gone",
        () -> status.get().unclaimed());
    metrics.counter(
        "quiver.worker.given.back",
        "tasks that were taken and went back unexecuted",
        () -> status.get().givenBack());
    metrics.counter(
        "quiver.worker.isolated",
        "tasks that were put aside to be run alone, since a worker died with them",
        () -> status.get().isolated());
    metrics.counter(
        "quiver.worker.abandoned.threads",
        "threads that were left to a handler which ignores interrupts",
        () -> status.get().abandoned());
    metrics.counter(
        "quiver.worker.rolled.back",
        "transactions that could not commit",
        () -> status.get().rolledBack());
    metrics.counter(
        "quiver.worker.connections",
        "connections to the broker that were made",
        () -> status.get().connections());
    for (TaskType type : types) {
      executions.put(
          type,
          metrics.timer(
              "quiver.worker.execution",
              "how long a handler took for an attempt, whatever came out",
              "type",
              type.name()));
    }
  }

  /** The same handler, whose executions are timed. */
  public TaskHandler timed(TaskHandler handler) {
    return new Timed(handler);
  }

  private final class Timed implements TaskHandler {

    private final TaskHandler inner;

    Timed(TaskHandler inner) {
      this.inner = inner;
    }

    @Override
    public Set<TaskType> types() {
      return inner.types();
    }

    @Override
    public Payload handle(TaskInput input, TaskContext context) throws Exception {
      Timer timer = executions.get(input.type());
      if (timer == null) {
        return inner.handle(input, context);
      }
      long begun = System.nanoTime();
      try {
        return inner.handle(input, context);
      } finally {
        timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      }
    }
  }
}
