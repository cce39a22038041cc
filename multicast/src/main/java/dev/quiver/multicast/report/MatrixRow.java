package dev.quiver.multicast.report;

import dev.quiver.multicast.Order;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.check.LegacyCount;
import dev.quiver.multicast.jms.RoundConfig;
import dev.quiver.multicast.jms.Traffic;
import dev.quiver.multicast.log.PeerLog;
import java.util.List;

/**
 * What one round of a matrix has shown.
 *
 * @param kept whether all logs came and everything that the ordering promises held
 * @param positions of the longest log
 * @param unordered positions at which the logs differ
 * @param inversions pairs of messages in opposite orders
 * @param legacy the exercise's own count
 * @param cost of one multicast
 * @param p50Ms within which half of the deliveries were made
 */
public record MatrixRow(
    Order order,
    int peers,
    int messages,
    boolean kept,
    int positions,
    int unordered,
    long inversions,
    int legacy,
    Cost cost,
    double p50Ms,
    double p99Ms) {

  /** Judges a round. */
  public static MatrixRow of(RoundConfig round, List<PeerLog> logs, Traffic traffic) {
    CheckReport check = Checker.check(logs);
    Latencies latencies = Latencies.of(logs);
    int peers = round.members().size();
    return new MatrixRow(
        round.order(),
        peers,
        round.messages(),
        logs.size() == peers && check.complete() > 0 && check.holds(round.order().promises()),
        Window.longest(logs),
        check.unorderedPositions(),
        check.inversions(),
        LegacyCount.of(logs, round.messages()),
        Cost.of(traffic, logs),
        latencies.deliveredMs(0.5),
        latencies.deliveredMs(0.99));
  }

  /** The part of the positions that differ. */
  public double disorder() {
    return positions == 0 ? 0 : (double) unordered / positions;
  }
}
