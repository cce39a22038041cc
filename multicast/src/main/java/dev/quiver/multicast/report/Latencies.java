package dev.quiver.multicast.report;

import dev.quiver.multicast.MessageIds;
import dev.quiver.multicast.MessagePlaces;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import java.util.Arrays;
import java.util.List;

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
    MessageIds broadcasts = MessageIds.concat(logs.stream().map(PeerLog::broadcasts).toList());
    MessagePlaces places = new MessagePlaces(broadcasts);
    long[] sent = new long[broadcasts.size()];
    int most = 0;
    for (PeerLog log : logs) {
      most += log.delivered().size();
      for (int i = 0; i < log.entries().size(); i++) {
        if (log.isBroadcast(i)) {
          sent[places.of(log.messages().key(i))] = log.entries().get(i).atMicros();
        }
      }
    }
    long[] delivery = new long[most];
    long[] heldBack = new long[most];
    int count = 0;
    for (PeerLog log : logs) {
      for (LogEntry entry : log.entries()) {
        int place = places.of(MessageIds.key(entry.id()));
        long since = place == MessagePlaces.NOWHERE ? 0 : sent[place];
        if (entry.kind() == LogEntry.Kind.DELIVERY && since > 0 && entry.atMicros() > 0) {
          delivery[count] = Math.max(0, entry.atMicros() - since);
          heldBack[count++] = Math.max(0, entry.atMicros() - entry.receivedMicros());
        }
      }
    }
    return new Latencies(sorted(delivery, count), sorted(heldBack, count));
  }

  private static long[] sorted(long[] values, int count) {
    long[] sorted = count == values.length ? values : Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted;
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
