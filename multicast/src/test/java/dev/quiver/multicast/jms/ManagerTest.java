package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
      assertThat(manager.register("p" + peer)).isEqualTo(peer);
    }
    assertThatThrownBy(() -> manager.register("more")).hasMessageContaining("100 peers already");
    later(Manager.FORGOTTEN.plusSeconds(1));
    assertThat(manager.next("p7", 0)).isNull();
    assertThat(manager.register("more")).isEqualTo(1);
    assertThat(manager.knows("p1")).isFalse();
    assertThat(manager.knows("p7")).isTrue();
    assertThat(manager.register("again")).isEqualTo(2);
  }

  @Test
  void whoIsInARoundKeepsItsNumberHoweverLongThatTakes() {
    manager.register("a");
    manager.start(new Manager.Round(1, Rounds.config("lab-1", Order.FIFO, 1, 1)));
    later(Duration.ofHours(1));
    assertThat(manager.register("b")).isEqualTo(2);
    manager.over();
    later(Duration.ofSeconds(30));
    assertThat(manager.register("c")).isEqualTo(3);
    assertThat(manager.knows("a")).isTrue();
  }
}
