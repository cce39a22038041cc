package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.View;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.jms.PeerRound;
import dev.quiver.multicast.jms.RoundConfig;
import dev.quiver.multicast.jms.RoundListener;
import dev.quiver.multicast.log.LogText;
import dev.quiver.multicast.log.PeerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Three peers that multicast in one total order, one round after another. A round ends with its
 * broker; what its peers have delivered until then is judged like any other.
 */
final class GroupTraffic implements AutoCloseable {

  private static final Order ORDER = Order.TOTAL_SEQUENCER;
  private static final int PEERS = 3;
  private static final int MESSAGES = 40;
  private static final Duration DELAY = Duration.ofMillis(30);
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private final ConnectionSettings settings;
  private final Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(PEERS);
  private final AtomicInteger whole = new AtomicInteger();
  private final AtomicInteger brokenOff = new AtomicInteger();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "group-traffic");
  private volatile boolean ending;

  /** Begins, as somebody who may be a peer. */
  GroupTraffic(ConnectionSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder.resolve("multicast");
    thread.start();
  }

  private void run() {
    try {
      for (int round = 1; !ending; round++) {
        judge(round(round));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | RuntimeException fault) {
      violations.add("a round could not be run or read: " + fault);
    }
  }

  private List<PeerLog> round(int number)
      throws InterruptedException, ExecutionException, IOException {
    RoundConfig round =
        new RoundConfig(
            "traffic-" + number,
            View.first(PEERS).members(),
            ORDER,
            MESSAGES,
            Duration.ZERO,
            DELAY,
            number,
            16,
            Duration.ofSeconds(10));
    List<Future<?>> peers = new ArrayList<>();
    for (int peer : round.members()) {
      Callable<Boolean> one = () -> peer(round, peer);
      peers.add(threads.submit(one));
    }
    for (Future<?> each : peers) {
      each.get();
    }
    List<PeerLog> logs = new ArrayList<>();
    for (int peer : round.members()) {
      Path log = folder.resolve(round.group() + "-peer-" + peer + ".log");
      if (Files.exists(log)) {
        logs.add(LogText.read(log));
      }
    }
    return logs;
  }

  /** One peer until its end, or that of its broker. */
  private boolean peer(RoundConfig round, int self) throws InterruptedException {
    try (Connections connections = Connections.to(settings);
        PeerRound peer =
            PeerRound.start(
                connections,
                round,
                self,
                "p" + self,
                folder,
                RoundListener.silent(),
                Clock.systemUTC())) {
      return peer.await().delivered() > 0;
    } catch (QuiverMessagingException brokerGone) {
      return false;
    }
  }

  private void judge(List<PeerLog> logs) {
    if (logs.isEmpty()) {
      return;
    }
    CheckReport report = Checker.check(logs);
    if (!report.holds(ORDER.promises())) {
      violations.add(logs.get(0).group() + ": " + report);
    }
    boolean all = logs.size() == PEERS && report.crashed().isEmpty();
    if (all && report.deliveries() != (long) PEERS * PEERS * MESSAGES) {
      violations.add(logs.get(0).group() + " ended with " + report.deliveries() + " deliveries");
    }
    (all ? whole : brokenOff).incrementAndGet();
  }

  /** How many rounds were broken off, as by the death of their broker. */
  int brokenOff() {
    return brokenOff.get();
  }

  /** Ends it: every verdict was right, and since this was called rounds have ended whole. */
  void assertHeld() throws InterruptedException {
    int mark = whole.get();
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> whole.get() > mark + 1 || !violations.isEmpty());
    ending = true;
    thread.join();
    assertThat(violations).isEmpty();
  }

  @Override
  public void close() {
    ending = true;
    thread.interrupt();
    threads.shutdownNow();
    try {
      boolean unused = threads.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
