package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures task dispatch through the pool: a broker in its own process with the durable journal,
 * two worker processes, and this process as the client. The raw limit is measured on the same
 * broker right before, so that the ratios say something on any machine.
 */
public final class TasksBench {

  /** How many worker processes there are. */
  static final int WORKERS = 2;

  /** How many slots each of them has. */
  static final int SLOTS = 1;

  private final TasksBenchOptions options;
  private final Report report;

  /** Measures nothing yet. */
  public TasksBench(TasksBenchOptions options, Report report) {
    this.options = options;
    this.report = report;
  }

  /** Measures everything; leaves no process and no file behind. */
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("quiver-bench");
    try (ChildJvm broker = BrokerProcess.start(folder)) {
      String url = broker.awaitReady();
      Credentials credentials = Credentials.read(folder);
      String password = credentials.passwordOf("admin").orElseThrow();
      RawLimit raw = new RawLimit(url, "admin", password, "quiver.tasks.pool.bench.raw");
      double limit =
          RawFigures.measure(raw, options.warmUps(), options.runs(), options.rawMessages(), report);
      ConnectionSettings settings =
          ConnectionSettings.of(url, "client", credentials.passwordOf("client").orElseThrow());
      measurePool(broker, folder, settings, raw, limit / 2);
    } finally {
      Folders.delete(folder);
    }
  }

  private void measurePool(
      ChildJvm broker, Path folder, ConnectionSettings settings, RawLimit raw, double halfOfRaw)
      throws Exception {
    String url = settings.url();
    List<ChildJvm> workers = startWorkers(url, folder);
    try {
      double small;
      try (TaskClient client = client(settings, "bench-small", options.smallBacklog())) {
        PoolRun run = new PoolRun(client, "small", Destination.pool());
        report.doing("warming up until it gets no faster");
        WarmUp.until(
            options.warmUps(), () -> run.closedLoop(options.tasks(), options.smallBacklog()));
        report.doing("throughput with " + options.smallBacklog() + " tasks waiting");
        double[] measured = new double[options.runs()];
        for (int i = 0; i < options.runs(); i++) {
          measured[i] = run.closedLoop(options.tasks(), options.smallBacklog());
        }
        small = Figure.median(measured);
        report.figure(
            Figure.of("tasks.pool.throughput", small, "tasks/s")
                .against("half of tasks.raw.async", halfOfRaw));
        RawFigures.lone(raw, run, options.loneTasks(), "tasks.pool", report);
      }
      reportHeap(broker, "tasks.pool.brokerHeapMiB");
      if (options.largeBacklog() > 0) {
        workers = measureLargeBacklog(broker, folder, url, settings, workers, small);
      }
    } finally {
      closeAll(workers);
    }
  }

  private List<ChildJvm> measureLargeBacklog(
      ChildJvm broker,
      Path folder,
      String url,
      ConnectionSettings settings,
      List<ChildJvm> workers,
      double small)
      throws Exception {
    closeAll(workers);
    try (TaskClient client = client(settings, "bench-large", options.largeBacklog())) {
      PoolRun run = new PoolRun(client, "large", Destination.pool());
      report.doing("submitting " + options.largeBacklog() + " tasks while no worker is there");
      double submits = run.submitOnly(options.largeBacklog());
      report.figure(Figure.of("tasks.submit.throughput", submits, "tasks/s"));
      reportHeap(broker, "tasks.backlog.brokerHeapMiB");
      List<ChildJvm> again = startWorkers(url, folder);
      try {
        report.doing("throughput with " + options.largeBacklog() + " tasks waiting");
        WarmUp.until(
            options.warmUps(), () -> run.closedLoop(options.tasks(), options.largeBacklog()));
        double[] measured = new double[options.runs()];
        for (int i = 0; i < options.runs(); i++) {
          measured[i] = run.closedLoop(options.tasks(), options.largeBacklog());
        }
        report.figure(
            Figure.of("tasks.backlog.throughput", Figure.median(measured), "tasks/s")
                .against("tasks.pool.throughput", small));
        reportHeap(broker, "tasks.backlog.brokerHeapAfterMiB");
        report.doing("draining the backlog, to see every task end");
        run.drain();
      } catch (Exception e) {
        closeAll(again);
        throw e;
      }
      return again;
    }
  }

  private void reportHeap(ChildJvm broker, String name) throws Exception {
    report.figure(Figure.of(name, Double.parseDouble(broker.ask("heap")), "MiB"));
  }

  private static TaskClient client(ConnectionSettings settings, String id, int backlog) {
    return TaskClient.connect(settings, TaskClientConfig.of(id).withMaxInFlight(backlog));
  }

  private static List<ChildJvm> startWorkers(String url, Path folder) throws Exception {
    List<ChildJvm> workers = new ArrayList<>();
    try {
      for (int i = 1; i <= WORKERS; i++) {
        workers.add(
            ChildJvm.start(
                WorkerProcess.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC"),
                List.of(url, folder.toString(), "bench-" + i)));
      }
      for (ChildJvm worker : workers) {
        worker.awaitReady();
      }
      return workers;
    } catch (Exception e) {
      closeAll(workers);
      throw e;
    }
  }

  private static void closeAll(List<ChildJvm> children) throws IOException {
    for (ChildJvm child : children) {
      child.close();
    }
  }
}
