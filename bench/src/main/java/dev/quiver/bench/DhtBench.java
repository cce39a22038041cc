package dev.quiver.bench;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.simulation.PathLength;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Measures a ring on the broker: lookups a second and the time of a get, beside the broker's raw
 * request and reply of the same run, how long a large ring takes to come into being, and how long
 * the simulation of a network that no machine holds. Broker, nodes and the raw answerer are
 * processes of their own.
 */
public final class DhtBench {

  private static final int WINDOW = 64;
  private static final String RAW = "dht.raw.requestReply";

  private final DhtBenchOptions options;
  private final Report report;
  private final SplittableRandom random = new SplittableRandom(1);

  /** Measures nothing yet. */
  public DhtBench(DhtBenchOptions options, Report report) {
    this.options = options;
    this.report = report;
  }

  /** Measures everything; leaves no process and no file behind. */
  public void run() throws Exception {
    simulated();
    Path folder = Files.createTempDirectory("quiver-bench");
    try (ChildJvm broker =
        ChildJvm.start(
            BrokerProcess.class, List.of("-Xms256m", "-Xmx1000m"), List.of(folder.toString()))) {
      String url = broker.awaitReady();
      double rate;
      double oneWayMs;
      report.doing("raw request and reply");
      try (RawEcho raw = RawEcho.start(url, folder)) {
        rate = median(() -> raw.perSecond(4 * options.lookups(), WINDOW));
        oneWayMs = raw.roundTripMs(options.lookups()) / 2;
      }
      report.figure(Figure.of(RAW, rate, "requests/s"));
      report.figure(Figure.of("dht.raw.oneWayP50Ms", oneWayMs, "ms"));
      asked(url, folder, rate, oneWayMs);
      large(url, folder);
    } finally {
      Folders.delete(folder);
    }
  }

  /** On all processors, while nothing else is measured. */
  private void simulated() {
    report.doing("a simulation of " + options.simulated());
    long begun = System.nanoTime();
    PathLength.Result result = PathLength.run(options.simulated(), 1);
    double seconds = (System.nanoTime() - begun) / 1e9;
    report.figure(Figure.of("dht.simulated." + result.nodes() + "Seconds", seconds, "s"));
  }

  private void asked(String url, Path folder, double rate, double oneWayMs) throws Exception {
    report.doing("a ring of " + options.nodes());
    int each = options.nodes() / DhtBenchOptions.PROCESSES;
    try (RingGroup ring = RingGroup.start(url, folder, "bench", DhtBenchOptions.PROCESSES, each)) {
      for (boolean recursive : new boolean[] {false, true}) {
        String name = recursive ? "dht.lookup.recursive" : "dht.lookup";
        Lookups lookups = new Lookups(ring.client(), recursive);
        double perSecond = median(() -> lookups.perSecond(options.lookups()));
        double messages = lookups.messages();
        report.figure(Figure.of(name + ".messages", messages, "messages"));
        report.figure(
            Figure.of(name + ".throughput", perSecond, "lookups/s")
                .against(RAW + " / messages", rate / messages));
      }
      gets(ring.client(), oneWayMs);
    }
  }

  /** Many lookups at a time, and how many messages they took. */
  private final class Lookups {
    private final DhtClient client;
    private final boolean recursive;
    private long messages;
    private long lookups;

    Lookups(DhtClient client, boolean recursive) {
      this.client = client;
      this.recursive = recursive;
    }

    double perSecond(int count) throws InterruptedException {
      Semaphore underWay = new Semaphore(WINDOW);
      messages = 0;
      lookups = count;
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        underWay.acquire();
        Id key = client.space().hash("bench-" + random.nextLong());
        CompletableFuture<LookupResult> asked = client.lookupLater(key, recursive);
        var unused =
            asked.whenComplete(
                (result, failure) -> {
                  if (result != null) {
                    count(result);
                  }
                  underWay.release();
                });
      }
      underWay.acquire(WINDOW);
      return count / ((System.nanoTime() - begun) / 1e9);
    }

    private synchronized void count(LookupResult result) {
      messages += messagesOf(result);
    }

    /** The question and its answer to the client, and what went between the nodes. */
    private int messagesOf(LookupResult result) {
      int client = 2;
      int answered = (int) result.path().stream().filter(LookupResult.Step::answered).count();
      if (!recursive) {
        return client + 2 * answered; // A question and an answer each step, the last one confirms.
      }
      // Passed on at each hop, told the origin, and confirmed by the holder.
      return client + (result.hops() == 0 ? 0 : result.hops() + 1) + 2;
    }

    synchronized double messages() {
      return (double) messages / lookups;
    }
  }

  private void gets(DhtClient client, double oneWayMs) {
    int keys = Math.min(1_000, options.lookups());
    for (int i = 0; i < keys; i++) {
      require(client.act(Operation.put("bench-" + i, "value " + i)));
    }
    int count = Math.min(2_000, options.lookups());
    double[] took = new double[count];
    long messages = 0;
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      ClientMessage.Acted got = client.act(Operation.get("bench-" + random.nextInt(keys)));
      took[i] = (System.nanoTime() - begun) / 1e6;
      require(got);
      messages += messagesOf(got);
    }
    double mean = (double) messages / count;
    report.figure(Figure.of("dht.get.messages", mean, "messages"));
    report.figure(
        Figure.of("dht.get.latencyP50Ms", Figure.percentile(took, 0.5), "ms")
            .against("messages x raw one way", mean * oneWayMs));
    report.figure(Figure.of("dht.get.latencyP99Ms", Figure.percentile(took, 0.99), "ms"));
  }

  /** To the node that is asked and back, its lookup, and to the holder and back. */
  private static int messagesOf(ClientMessage.Acted got) {
    LookupResult way = got.way();
    if (way == null) {
      return 2; // The node that was asked holds the key.
    }
    return 4 + 2 * (int) way.path().stream().filter(LookupResult.Step::answered).count();
  }

  private static void require(ClientMessage.Acted acted) {
    if (acted.outcome().status() != Outcome.Status.DONE) {
      throw new IllegalStateException("the ring answered " + acted.outcome());
    }
  }

  private void large(String url, Path folder) throws Exception {
    report.doing("a ring of " + options.large() + " comes into being");
    int each = options.large() / DhtBenchOptions.PROCESSES;
    long begun = System.nanoTime();
    try (RingGroup ring = RingGroup.start(url, folder, "large", DhtBenchOptions.PROCESSES, each)) {
      report.figure(
          Figure.of(
              "dht.ideal." + ring.size() + "Seconds", (System.nanoTime() - begun) / 1e9, "s"));
    }
  }

  private double median(WarmUp.Round round) throws Exception {
    WarmUp.until(options.warmUps(), round);
    double[] measured = new double[options.runs()];
    for (int i = 0; i < measured.length; i++) {
      measured[i] = round.run();
    }
    return Figure.median(measured);
  }
}
