package dev.quiver.multicast.report;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How long deliveries took, by the peers' own clocks.
 *
 * @param delivery from broadcast to delivery, of each delivery, sorted, in microseconds
 * @param heldBack from arrival to delivery, likewise
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out beyond this package
public record Latencies(long[] delivery, long[] heldBack) {

  /** Reads them from the logs of a round; deliveries without times are left out. */
  public static Latencies of(List<PeerLog> logs) {
    Map<MessageId, Long> sent = new HashMap<>();
    for (PeerLog log : logs) {
      for (LogEntry entry : log.entries()) {
        if (entry.kind() == LogEntry.Kind.BROADCAST && entry.atMicros() > 0) {
          sent.put(entry.id(), entry.atMicros());
        }
      }
    }
    LongStream.Builder delivery = LongStream.builder();
    LongStream.Builder heldBack = LongStream.builder();
    for (PeerLog log : logs) {
      for (LogEntry entry : log.entries()) {
        Long since = sent.get(entry.id());
        if (entry.kind() == LogEntry.Kind.DELIVERY && since != null && entry.atMicros() > 0) {
          delivery.add(Math.max(0, entry.atMicros() - since));
          heldBack.add(Math.max(0, entry.atMicros() - entry.receivedMicros()));
        }
      }
    }
    return new Latencies(delivery.build().sorted().toArray(), heldBack.build().sorted().toArray());
  }

  /**
   * The time within which that part of the deliveries was made, in milliseconds; 0 without any.
   *
   * @param part above 0, at most 1
   */
  public double deliveredMs(double part) {
    return percentile(delivery, part);
  }

  /** The time that that part of the deliveries was held back at the most, in milliseconds. */
  public double heldBackMs(double part) {
    return percentile(heldBack, part);
  }

  private static double percentile(long[] sorted, double part) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(part * sorted.length);
    return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)] / 1e3;
  }

  /** How many deliveries took from so many microseconds to less than so many. */
  long between(long from, long to) {
    return Arrays.stream(delivery).filter(each -> each >= from && each < to).count();
  }
}
