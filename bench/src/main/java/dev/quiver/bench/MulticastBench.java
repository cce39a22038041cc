package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.multicast.Order;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures groups whose members all send to all, each member a process: the broker's raw fan-out,
 * our orderings on the same broker, and JGroups, which has none. Throughput is measured with every
 * member sending as fast as it can, delivery times at a pace that nothing is filled by.
 */
public final class MulticastBench {

  /** What every member's JVM is started with, whatever it runs. */
  static final List<String> JVM = List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC");

  private static final String RAW = "multicast.raw.fanout";
  private static final String FIFO = "multicast." + Order.FIFO.label() + ".throughput";

  /** JGroups' own users send from several threads; one thread is what the others have here. */
  private static final List<Integer> JGROUPS_THREADS = List.of(1, 10);

  private static final List<Order> ORDERS =
      List.of(
          Order.FIFO,
          Order.TOTAL_SEQUENCER,
          Order.CAUSAL,
          Order.TOTAL_LAMPORT,
          Order.TOTAL_ISIS,
          Order.TOPIC,
          Order.NONE);

  private final MulticastBenchOptions options;
  private final Report report;

  /** Measures nothing yet. */
  public MulticastBench(MulticastBenchOptions options, Report report) {
    this.options = options;
    this.report = report;
  }

  /** Measures everything; leaves no process and no file behind. */
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("quiver-bench");
    try {
      try (ChildJvm broker =
          ChildJvm.start(
              BrokerProcess.class,
              List.of("-Xms256m", "-Xmx1000m"),
              List.of(folder.resolve("broker").toString()))) {
        String url = broker.awaitReady();
        String password =
            Credentials.read(folder.resolve("broker")).passwordOf("peer").orElseThrow();
        double raw = raw(url, password);
        ours(url, password, folder.resolve("logs"), raw);
      }
      if (options.peers()) {
        for (int threads : JGROUPS_THREADS) {
          jgroups(threads);
        }
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private double raw(String url, String password) throws Exception {
    List<List<String>> members = new ArrayList<>();
    for (int self = 1; self <= options.members(); self++) {
      members.add(
          List.of(url, password, Integer.toString(self), Integer.toString(options.members())));
    }
    report.doing("the broker's raw fan-out to " + options.members());
    try (MemberGroup group =
        MemberGroup.start(BrokerFanOutProcess.class, members, options.size(), 1)) {
      double limit = throughput(group);
      report.figure(Figure.of(RAW, limit, "messages/s"));
      latencies("multicast.raw", group);
      return limit;
    }
  }

  private void ours(String url, String password, Path logs, double raw) throws Exception {
    try (PeerGroup peers =
        PeerGroup.start(url, password, logs, options.members(), options.size())) {
      warmUp(peers);
      double fifo = 0;
      for (Order order : ORDERS) {
        report.doing(order.label());
        FanOut.Group group = ordered(peers, order);
        double reached = throughput(group);
        String name = "multicast." + order.label();
        Figure figure = Figure.of(name + ".throughput", reached, "messages/s");
        if (order == Order.FIFO) {
          fifo = reached;
        }
        report.figure(
            order == Order.TOTAL_SEQUENCER ? figure.against(FIFO, fifo) : figure.against(RAW, raw));
        latencies(name, group);
      }
    }
  }

  /**
   * All orders run in the same JVMs and share most of their code: without this the first would be
   * measured cold and the last warm.
   */
  private void warmUp(PeerGroup peers) throws Exception {
    report.doing("all orders, to warm up");
    WarmUp.until(
        options.warmUps(),
        () -> {
          double slowest = Double.MAX_VALUE;
          for (Order order : ORDERS) {
            slowest = Math.min(slowest, peers.measure(order, options.messages(), 0).perMember());
          }
          return slowest;
        });
  }

  private static FanOut.Group ordered(PeerGroup peers, Order order) {
    return new FanOut.Group() {
      @Override
      public FanOut measure(int messages, int pauseMs) throws Exception {
        return peers.measure(order, messages, pauseMs);
      }

      @Override
      public void close() {
        // The peers go on to the next order.
      }
    };
  }

  private void jgroups(int threads) throws Exception {
    String suffix = threads == 1 ? "" : "." + threads + "threads";
    double fifo = jgroups("FIFO", threads, "multicast.jgroups.fifo" + suffix, 0);
    double unused = jgroups("SEQUENCER", threads, "multicast.jgroups.sequencer" + suffix, fifo);
  }

  private double jgroups(String stack, int threads, String name, double fifo) throws Exception {
    report.doing("JGroups, " + stack + ", " + threads + " sending threads each");
    try (MemberGroup group =
        MemberGroup.start(JGroupsProcess.class, members(stack), options.size(), threads)) {
      double reached = throughput(group);
      Figure figure = Figure.of(name + ".throughput", reached, "messages/s");
      report.figure(fifo > 0 ? figure.against("JGroups' FIFO", fifo) : figure);
      if (threads == 1) {
        latencies(name, group);
      }
      return reached;
    }
  }

  private List<List<String>> members(String stack) throws IOException {
    List<String> ports = freePorts(options.members());
    List<List<String>> members = new ArrayList<>();
    for (int self = 1; self <= options.members(); self++) {
      List<String> arguments = new ArrayList<>(List.of(stack, Integer.toString(self)));
      arguments.addAll(ports);
      members.add(arguments);
    }
    return members;
  }

  private static List<String> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(socket -> Integer.toString(socket.getLocalPort())).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private double throughput(FanOut.Group group) throws Exception {
    WarmUp.until(options.warmUps(), () -> group.measure(options.messages(), 0).perMember());
    double[] measured = new double[options.runs()];
    for (int i = 0; i < measured.length; i++) {
      measured[i] = group.measure(options.messages(), 0).perMember();
    }
    return Figure.median(measured);
  }

  private void latencies(String name, FanOut.Group group) throws Exception {
    FanOut paced = group.measure(options.paced(), options.pauseMs());
    report.figure(Figure.of(name + ".latencyP50Ms", paced.p50Ms(), "ms"));
    report.figure(Figure.of(name + ".latencyP99Ms", paced.p99Ms(), "ms"));
  }
}
