package dev.quiver.multicast.check;

import dev.quiver.multicast.Order;
import dev.quiver.multicast.log.LogReader;
import dev.quiver.multicast.log.PeerLog;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a run of twenty peers with 5,000 messages each, two million deliveries, in a process with
 * little memory; one of the logs has two of them in another order.
 */
final class LargeRun {

  private static final int PEERS = 20;
  private static final int MESSAGES = 5_000;

  private LargeRun() {}

  public static void main(String[] args) {
    List<PeerLog> logs = new ArrayList<>();
    for (int peer = 1; peer <= PEERS; peer++) {
      logs.add(log(peer));
    }
    CheckReport report = Checker.check(logs);
    System.out.println(
        report.deliveries()
            + " "
            + report.holds(Order.CAUSAL.promises())
            + " "
            + report.inversions());
  }

  private static PeerLog log(int self) {
    LogReader log = new LogReader("log " + self);
    log.add("# quiver multicast log 1\n# peer " + self + "\n");
    long micros = 1_767_225_600_000_000L;
    for (int message = 1; message <= MESSAGES; message++) {
      log.add("B " + self + "." + message + " " + micros++ + "\n");
      for (int place = 1; place <= PEERS; place++) {
        boolean swaps = self == 7 && message == 2_500 && place >= PEERS - 1;
        int sender = swaps ? 2 * PEERS - 1 - place : place;
        log.add("D " + sender + "." + message + " " + micros + " " + (micros + 17) + "\n");
      }
    }
    return log.add("# end complete " + MESSAGES * (PEERS + 1) + "\n").log();
  }
}
