package dev.quiver.multicast.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.jms.Traffic;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.log.PeerLog.End;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {

  private static PeerLog log(int peer, int messages, End end) {
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 1; i <= messages; i++) {
      entries.add(LogEntry.broadcast(new MessageId(peer, i)));
    }
    return new PeerLog("lab", peer, "p" + peer, "fifo", end, entries);
  }

  /** Of five one has no log and one was cut off: what they sent is not counted with the others'. */
  @Test
  void whatWasReallyMulticastIsCountedAndNotWhatShouldHaveBeen() {
    List<PeerLog> logs =
        List.of(
            log(1, 9, End.COMPLETE),
            log(2, 9, End.COMPLETE),
            log(3, 9, End.COMPLETE),
            log(4, 5, End.CRASHED));
    int multicasts = 3 * (9 + 1) + 5;
    Traffic traffic = new Traffic(multicasts, 5L * multicasts, 4L * multicasts);
    assertThat(Cost.of(traffic, logs)).isEqualTo(Cost.expected(Order.FIFO, 5));
  }

  @Test
  void withoutAnyMulticastThereIsNoShare() {
    assertThat(Cost.of(Traffic.NONE, List.of())).isEqualTo(new Cost(0, 0, 0));
  }
}
