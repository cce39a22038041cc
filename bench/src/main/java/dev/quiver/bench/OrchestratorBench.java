package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskList;
import dev.quiver.orchestrator.ask.TaskQuery;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures tasks that go through an orchestrator: a broker, two workers and one or two
 * orchestrators, each in its own process with all it has in real use (durable journal, ledgers,
 * histories off), and this process as the client. The raw limit is measured on the same broker
 * right before.
 */
public final class OrchestratorBench {

  private static final String LEADER = "A";
  private static final String BACKUP = "B";
  private static final int ASKED = 200;

  private final OrchestratorBenchOptions options;
  private final Report report;

  /** Measures nothing yet. */
  public OrchestratorBench(OrchestratorBenchOptions options, Report report) {
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
      try (Testbed testbed = new Testbed(url, folder);
          TaskClient client =
              TaskClient.connect(
                  settings,
                  TaskClientConfig.of("bench-orchestrator").withMaxInFlight(options.backlog()))) {
        measure(testbed, client, settings, raw, limit);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure(
      Testbed testbed, TaskClient client, ConnectionSettings settings, RawLimit raw, double limit)
      throws Exception {
    testbed.orchestrator(LEADER);
    testbed.awaitReady(LEADER);
    for (int i = 1; i <= TasksBench.WORKERS; i++) {
      testbed.worker("w" + i);
      testbed.awaitReady("w" + i);
    }
    PoolRun run = new PoolRun(client, "orch", Destination.orchestrator());
    throughput(run, "tasks.orchestrated.throughput", "one orchestrator", limit);
    RawFigures.lone(raw, run, options.loneTasks(), "tasks.orchestrated", report);
    testbed.orchestrator(BACKUP);
    testbed.awaitReady(BACKUP);
    throughput(run, "tasks.orchestrated.withBackup.throughput", "a backup beside it", limit);
    fillLedger(testbed, run);
    memory(testbed);
    answers(settings, run);
    failovers(testbed, client);
  }

  private void throughput(PoolRun run, String name, String with, double raw) throws Exception {
    report.doing("warming up until it gets no faster, with " + with);
    WarmUp.until(options.warmUps(), () -> run.closedLoop(options.tasks(), options.backlog()));
    report.doing("throughput with " + with);
    double[] measured = new double[options.runs()];
    for (int i = 0; i < options.runs(); i++) {
      measured[i] = run.closedLoop(options.tasks(), options.backlog());
    }
    run.drain();
    report.figure(
        Figure.of(name, Figure.median(measured), "tasks/s")
            .against("a third of tasks.raw.async", raw / 3));
  }

  private void fillLedger(Testbed testbed, PoolRun run) throws Exception {
    report.doing("more tasks, until the ledger has " + options.ledger());
    ChildJvm leader = testbed.get(LEADER);
    int has = Integer.parseInt(leader.ask("ledger"));
    for (int before = -1; has < options.ledger() && has != before; ) {
      before = has;
      double unused = run.closedLoop(Math.min(options.ledger() - has, 100_000), 0);
      // What is submitted is in the ledger a moment after it has ended.
      for (int i = 0; i < 50 && Integer.parseInt(leader.ask("ledger")) <= has; i++) {
        Thread.sleep(100);
      }
      has = Integer.parseInt(leader.ask("ledger"));
    }
    report.figure(Figure.of("orchestrator.ledger.tasks", has, "tasks"));
  }

  private void memory(Testbed testbed) throws Exception {
    for (String each : List.of("heap", "resident")) {
      double mib = Double.parseDouble(testbed.get(LEADER).ask(each));
      report.figure(Figure.of("orchestrator." + each + "MiB", mib, "MiB"));
    }
  }

  private void answers(ConnectionSettings settings, PoolRun run) throws Exception {
    report.doing("asking for states and lists");
    try (OrchestratorClient asking = OrchestratorClient.connect(settings)) {
      double[] status = new double[ASKED];
      double[] list = new double[ASKED];
      for (int i = 0; i < ASKED; i++) {
        long begun = System.nanoTime();
        TaskView unused = asking.status(run.submitted(i));
        status[i] = (System.nanoTime() - begun) / 1e6;
        begun = System.nanoTime();
        TaskList unusedList =
            asking.list(new TaskQuery("succeeded", null, "w1", null, null, -1, 50));
        list[i] = (System.nanoTime() - begun) / 1e6;
      }
      report.figure(ms("orchestrator.statusP95Ms", Figure.percentile(status, 0.95)));
      report.figure(ms("orchestrator.listP95Ms", Figure.percentile(list, 0.95)));
    }
  }

  private void failovers(Testbed testbed, TaskClient client) throws Exception {
    FailoverRun failover = new FailoverRun(testbed, client, LEADER, BACKUP);
    if (options.kills() > 0) {
      report.doing("killing workers");
      spread("worker.failover", failover.killWorkers(options.kills()));
      report.doing("killing leaders");
      spread("orchestrator.failover", failover.killLeaders(options.kills()));
    }
    if (options.freezes() > 0) {
      report.doing("holding workers with SIGSTOP");
      spread("worker.frozen", failover.freezeWorkers(options.freezes()));
      report.doing("holding leaders with SIGSTOP");
      spread("orchestrator.frozen", failover.freezeLeaders(options.freezes()));
    }
  }

  private void spread(String name, double[] measured) {
    report.figure(ms(name + "P50Ms", Figure.percentile(measured, 0.5)));
    report.figure(ms(name + "P95Ms", Figure.percentile(measured, 0.95)));
  }

  private static Figure ms(String name, double value) {
    return Figure.of(name, value, "ms");
  }
}
