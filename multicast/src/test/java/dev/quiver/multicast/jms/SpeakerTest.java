package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.Order;
import org.junit.jupiter.api.Test;

/** How much a group may have under way. */
class SpeakerTest {

  @Test
  void longMessagesAndManyPeersHaveFewerMessagesUnderWay() {
    RoundConfig small = Rounds.config("lab", Order.FIFO, 4, 10);
    assertThat(Speaker.underWay(small)).isEqualTo(200);
    int size = 100 * 1024;
    for (int peers : new int[] {1, 5, 20, 100}) {
      RoundConfig large = Rounds.withSize(Rounds.config("lab", Order.FIFO, peers, 10), size);
      int each = Speaker.underWay(large);
      assertThat(each).isBetween(1, 200);
      assertThat((long) each * peers * size).isLessThanOrEqualTo(32L * 1024 * 1024);
    }
  }
}
