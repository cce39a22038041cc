package dev.quiver.bench;

import dev.quiver.multicast.Order;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.LogText;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.report.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Multicast peers as processes; what they reached is read from their logs, which are judged. */
final class PeerGroup implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<ChildJvm> peers = new ArrayList<>();
  private final int size;
  private int rounds;

  private PeerGroup(int size) {
    this.size = size;
  }

  /**
   * Starts them.
   *
   * @param folder where their logs go
   * @param size characters of a message
   */
  static PeerGroup start(String url, String password, Path folder, int count, int size)
      throws IOException, InterruptedException {
    PeerGroup group = new PeerGroup(size);
    try {
      for (int peer = 1; peer <= count; peer++) {
        group.peers.add(
            ChildJvm.start(
                MulticastPeerProcess.class,
                MulticastBench.JVM,
                List.of(
                    url,
                    password,
                    folder.toString(),
                    Integer.toString(peer),
                    Integer.toString(count))));
      }
      for (ChildJvm peer : group.peers) {
        String unused = peer.awaitReady();
      }
      return group;
    } catch (IOException | InterruptedException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  /**
   * Runs a round.
   *
   * @throws IllegalStateException if what the ordering promises did not hold
   */
  FanOut measure(Order order, int messages, int pauseMs) throws IOException, InterruptedException {
    String round = "bench-" + ++rounds;
    for (ChildJvm peer : peers) {
      peer.tell(round + " " + order.label() + " " + messages + " " + size + " " + pauseMs);
    }
    List<PeerLog> logs = new ArrayList<>();
    for (ChildJvm peer : peers) {
      Path log = Path.of(peer.answer(PATIENCE));
      logs.add(LogText.read(log));
      Files.delete(log);
    }
    CheckReport report = Checker.check(logs);
    if (!report.holds(order.promises()) || !report.crashed().isEmpty()) {
      throw new IllegalStateException("a round of " + order.label() + " was not kept: " + report);
    }
    Latencies latencies = Latencies.of(logs);
    return new FanOut(
        peers.size() * (double) messages / seconds(logs),
        latencies.deliveredMs(0.5),
        latencies.deliveredMs(0.99));
  }

  /** From the first send of anybody to the last delivery of anybody. */
  private static double seconds(List<PeerLog> logs) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (PeerLog log : logs) {
      for (LogEntry entry : log.entries()) {
        first = Math.min(first, entry.atMicros());
        last = Math.max(last, entry.atMicros());
      }
    }
    return (last - first) / 1e6;
  }

  @Override
  public void close() throws IOException {
    for (ChildJvm peer : peers) {
      peer.close();
    }
  }
}
