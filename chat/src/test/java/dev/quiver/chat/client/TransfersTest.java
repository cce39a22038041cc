package dev.quiver.chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.UserName;
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
  void anOfferIsAnsweredOnceAndAHundredWaitAtTheMost() {
    for (int i = 0; i < 100; i++) {
      assertThat(transfers.offered(BOB, offer("f" + i))).isTrue();
      assertThat(transfers.offered(ANA, offer("f" + i))).as("the id is taken").isFalse();
    }
    assertThat(transfers.offered(BOB, offer("more"))).isFalse();
    assertThat(transfers.answer("f0")).isNotNull();
    assertThat(transfers.answer("f0")).isNull();
    assertThat(transfers.offered(BOB, offer("more"))).isTrue();
    assertThat(transfers.offers()).hasSize(100).first().extracting(o -> o.file()).isEqualTo("f1");
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
