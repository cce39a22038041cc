package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.Profile;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Measures how soon a broker is ready, and what the death of one costs: a pair on one folder, two
 * workers, each in its own process, and this process as the client, which submits without a pause.
 * The live broker is killed with {@code kill -9}, begun again, and killed again when it serves
 * again.
 */
public final class BrokerBench {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** All ids of a run are fewer than a broker remembers. */
  private static final Duration RETRIED = Duration.ofMinutes(1);

  private static final int STARTS = 5;

  private final BrokerBenchOptions options;
  private final Report report;

  /** Measures nothing yet. */
  public BrokerBench(BrokerBenchOptions options, Report report) {
    this.options = options;
    this.report = report;
  }

  /** Measures everything; leaves no process and no file behind. */
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("quiver-bench");
    try {
      measure(folder);
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure(Path folder) throws Exception {
    starts(folder.resolve("starts"));
    pair(Files.createDirectory(folder.resolve("pair")));
  }

  /** From nothing, no data either, to a broker that takes connections. */
  private void starts(Path folder) throws Exception {
    report.doing("starting a broker " + STARTS + " times");
    double[] took = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      long begun = System.nanoTime();
      try (ChildJvm broker = BrokerProcess.start(folder.resolve(Integer.toString(i)))) {
        String unused = broker.awaitReady();
        took[i] = (System.nanoTime() - begun) / 1e6;
      }
    }
    report.figure(Figure.of("broker.readyMs", Figure.percentile(took, 0.5), "ms"));
  }

  private void pair(Path folder) throws Exception {
    int first = freePort();
    int second = freePort();
    String url = "(tcp://127.0.0.1:" + first + ",tcp://127.0.0.1:" + second + ")";
    ChildJvm primary = PairProcess.start(folder, Profile.PRIMARY, first, second);
    try {
      await(primary, PairProcess.LIVE);
      try (ChildJvm backup = PairProcess.start(folder, Profile.BACKUP, second, first);
          Testbed testbed = new Testbed(url, folder)) {
        await(backup, PairProcess.WAITING);
        for (int i = 1; i <= TasksBench.WORKERS; i++) {
          testbed.worker("w" + i);
          testbed.awaitReady("w" + i);
        }
        String password = Credentials.read(folder).passwordOf("client").orElseThrow();
        try (TaskClient client =
                TaskClient.connect(
                    ConnectionSettings.of(url, "client", password),
                    TaskClientConfig.of("bench-broker").withRetryWindow(RETRIED));
            SteadyLoad load = new SteadyLoad(client, options.tasksPerSecond())) {
          report.doing("tasks before the first kill");
          load.awaitMore(options.between());
          double[] takeovers = new double[options.kills()];
          double[] returns = new double[options.kills()];
          for (int i = 0; i < options.kills(); i++) {
            report.doing("killing the live broker, " + (i + 1) + " of " + options.kills());
            load.mark();
            primary.kill();
            takeovers[i] = load.awaitFirstMs();
            await(backup, PairProcess.LIVE);
            load.awaitMore(options.between());
            load.mark();
            primary = PairProcess.start(folder, Profile.PRIMARY, first, second);
            await(primary, PairProcess.LIVE);
            await(backup, PairProcess.WAITING);
            load.awaitMore(options.between());
            returns[i] = load.longestPauseMs();
          }
          load.drain();
          spread("broker.failover", takeovers);
          spread("broker.failback", returns);
        }
      }
    } finally {
      primary.close();
    }
  }

  private void spread(String name, double[] measured) {
    report.figure(Figure.of(name + "P50Ms", Figure.percentile(measured, 0.5), "ms"));
    report.figure(Figure.of(name + "P95Ms", Figure.percentile(measured, 0.95), "ms"));
    report.figure(Figure.of(name + "MaxMs", Figure.percentile(measured, 1), "ms"));
  }

  /** Waits until it says that; what it says before is passed over. */
  private static void await(ChildJvm broker, String part) throws InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!broker.answer(Duration.ofNanos(Math.max(1, giveUp - System.nanoTime()))).equals(part)) {
      // Such as that it waits, before it serves.
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
