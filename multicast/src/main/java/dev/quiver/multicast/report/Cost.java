package dev.quiver.multicast.report;

import dev.quiver.multicast.Order;
import dev.quiver.multicast.jms.Traffic;
import dev.quiver.multicast.log.PeerLog;
import java.util.List;

/**
 * What one multicast costs: protocol messages, from one peer to one other, and frames that go into
 * the broker and come out of it.
 */
public record Cost(double words, double framesIn, double framesOut) {

  /**
   * What was counted in a round, shared among the multicasts of those whose logs came; stop markers
   * are multicasts too.
   *
   * @param traffic of those whose logs came
   */
  public static Cost of(Traffic traffic, List<PeerLog> logs) {
    long multicasts = 0;
    for (PeerLog log : logs) {
      multicasts += log.broadcasts().size() + (log.isCorrect() ? 1 : 0);
    }
    double each = Math.max(1, multicasts);
    return new Cost(traffic.words() / each, traffic.framesOut() / each, traffic.framesIn() / each);
  }

  /**
   * What theory says for a group of n. The sequencer's share of frames falls with the size of its
   * batches; here each batch is of one.
   */
  public static Cost expected(Order order, int n) {
    return switch (order) {
      case NONE -> new Cost(n - 1, n, n);
      case FIFO, CAUSAL, TOPIC -> new Cost(n - 1, 1, n);
      case TOTAL_SEQUENCER -> new Cost(n, 3, n + 2);
      case TOTAL_LAMPORT -> new Cost((double) n * (n - 1), n, (double) n * n);
      case TOTAL_ISIS -> new Cost(3.0 * (n - 1), n + 2, 3.0 * n);
    };
  }

  /** One-way hops until delivery, as theory has them. */
  public static int hops(Order order) {
    return switch (order) {
      case NONE, FIFO, CAUSAL, TOPIC -> 1;
      case TOTAL_SEQUENCER, TOTAL_LAMPORT -> 2;
      case TOTAL_ISIS -> 3;
    };
  }
}
