package dev.quiver.chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.UserName;
import dev.quiver.chat.client.Transfers.Taken;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransfersTest {

  private static final UserName ANA = new UserName("ana");
  private static final UserName BOB = new UserName("bob");

  private final Transfers transfers = new Transfers();

  @Test
  void whoAcceptsTwiceGetsTheFileOnce() {
    transfers.offering(new Transfers.Outgoing(BOB, Path.of("a"), offer("1")));
    assertThat(transfers.accepted(ANA, "1")).as("it was not offered to ana").isNull();
    assertThat(transfers.accepted(BOB, "1")).isNotNull();
    assertThat(transfers.accepted(BOB, "1")).isNull();
    assertThat(transfers.endOf(ANA, "1")).isNull();
    assertThat(transfers.endOf(BOB, "1")).isNotNull();
    assertThat(transfers.endOf(BOB, "1")).isNull();
  }

  @Test
  void anOfferIsAnsweredOnceAndTenOfOnePersonWaitAtTheMost() {
    for (int i = 0; i < 10; i++) {
      assertThat(transfers.offered(BOB, offer("f" + i))).isEqualTo(Taken.KEPT);
      assertThat(transfers.offered(ANA, offer("f" + i))).isEqualTo(Taken.KNOWN);
    }
    assertThat(transfers.offered(BOB, offer("more"))).isEqualTo(Taken.FULL);
    assertThat(transfers.offered(ANA, offer("hers"))).as("another person's").isEqualTo(Taken.KEPT);
    assertThat(transfers.refuse("f0")).isNotNull();
    assertThat(transfers.refuse("f0")).isNull();
    assertThat(transfers.offered(BOB, offer("more"))).isEqualTo(Taken.KEPT);
    assertThat(transfers.offers()).hasSize(11).first().extracting(o -> o.file()).isEqualTo("f1");
  }

  @Test
  void whatWasAcceptedAndHasNotComeStillCounts() {
    for (int i = 0; i < 10; i++) {
      assertThat(transfers.offered(BOB, offer("f" + i))).isEqualTo(Taken.KEPT);
      assertThat(transfers.accept("f" + i)).isNotNull();
    }
    assertThat(transfers.offered(BOB, offer("more"))).isEqualTo(Taken.FULL);
    transfers.came(BOB);
    assertThat(transfers.offered(BOB, offer("more"))).isEqualTo(Taken.KEPT);
  }

  @Test
  void aHundredOfAllWaitAtTheMost() {
    for (int person = 0; person < 10; person++) {
      for (int i = 0; i < 10; i++) {
        assertThat(transfers.offered(new UserName("p" + person), offer("f" + person + "x" + i)))
            .isEqualTo(Taken.KEPT);
      }
    }
    assertThat(transfers.offered(ANA, offer("more"))).isEqualTo(Taken.FULL);
  }

  /** Or whoever is flooded with offers would flood the broker with answers. */
  @Test
  void whoGoesOnOfferingIsToldTenTimesAndThenNoMore() {
    for (int i = 0; i < 10; i++) {
      assertThat(transfers.offered(BOB, offer("f" + i))).isEqualTo(Taken.KEPT);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(transfers.offered(BOB, offer("g" + i))).isEqualTo(Taken.FULL);
    }
    assertThat(transfers.offered(BOB, offer("h"))).isEqualTo(Taken.IGNORED);
    assertThat(transfers.refuse("f0")).isNotNull();
    assertThat(transfers.offered(BOB, offer("h"))).isEqualTo(Taken.KEPT);
    assertThat(transfers.offered(BOB, offer("i"))).isEqualTo(Taken.FULL);
  }

  @Test
  void itIsIdleWhenNothingIsUnansweredOrUnderWay() throws Exception {
    assertThat(transfers.awaitIdle(Duration.ZERO)).isTrue();
    transfers.begin();
    transfers.offering(new Transfers.Outgoing(BOB, Path.of("a"), offer("1")));
    transfers.end();
    assertThat(transfers.awaitIdle(Duration.ZERO)).isFalse();
    assertThat(transfers.endOf(BOB, "1")).isNotNull();
    assertThat(transfers.awaitIdle(Duration.ZERO)).isTrue();
  }

  private static ChatMessage.Offered offer(String id) {
    return new ChatMessage.Offered(id, "a.txt", 3, "0".repeat(64));
  }
}
