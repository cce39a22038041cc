package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.multicast.Order;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who is registered, and when a number is free again. */
class ManagerTest {

  private Instant now = Instant.EPOCH;
  private final Manager manager = new Manager(() -> now);

  private void later(Duration time) {
    now = now.plus(time);
  }

  @Test
  void numbersOfThoseWhoAreGoneAreGivenAgain() {
    for (int peer = 1; peer <= RoundConfig.MAX_PEERS; peer++) {
      assertThat(manager.register("p" + peer, "peer")).isEqualTo(peer);
    }
    assertThat(manager.register("more", "peer")).as("the group is full").isZero();
    later(Manager.FORGOTTEN.plusSeconds(1));
    assertThat(manager.next("p7", 0)).isNull();
    assertThat(manager.register("more", "peer")).isEqualTo(1);
    assertThat(manager.knows("p1")).isFalse();
    assertThat(manager.knows("p7")).isTrue();
    assertThat(manager.register("again", "peer")).isEqualTo(2);
  }

  @Test
  void whoIsInARoundKeepsItsNumberHoweverLongThatTakes() {
    manager.register("a", "peer");
    manager.start(new Manager.Round(1, Rounds.config("lab-1", Order.FIFO, 1, 1)));
    later(Duration.ofHours(1));
    assertThat(manager.register("b", "peer")).isEqualTo(2);
    manager.over();
    later(Duration.ofSeconds(30));
    assertThat(manager.register("c", "peer")).isEqualTo(3);
    assertThat(manager.knows("a")).isTrue();
  }

  @Test
  void anIdBelongsToTheAccountThatRegisteredIt() {
    manager.register("a", "peer");
    manager.requireTheirs("a", "peer");
    manager.requireTheirs("b", "admin");
    assertThatThrownBy(() -> manager.requireTheirs("a", "admin"))
        .isInstanceOf(RejectedMessageException.class);
    manager.start(new Manager.Round(1, Rounds.config("lab-1", Order.FIFO, 1, 1)));
    manager.deregister("a");
    assertThat(manager.holder(1)).isEqualTo(new Manager.Holder("a", "peer"));
    assertThat(manager.holder(2)).isNull();
  }
}
