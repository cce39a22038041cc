package dev.quiver.cli.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.Order;
import dev.quiver.multicast.View;
import dev.quiver.multicast.jms.RoundConfig;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoundRunnerTest {

  @Test
  void aLargeRoundWithoutDelaysIsGivenTheTimeThatItsMessagesTake() {
    assertThat(RoundRunner.limit(round(5, 100, 0))).isBetween(minutes(5), minutes(6));
    // 25 million deliveries.
    assertThat(RoundRunner.limit(round(5, 1_000_000, 0))).isGreaterThan(minutes(60));
  }

  @Test
  void delaysAreAddedUp() {
    assertThat(RoundRunner.limit(round(2, 1_000, 90))).isGreaterThan(minutes(6));
  }

  @Test
  void whoIsNotThereHasTheNumbersThatNobodyHas() {
    assertThat(RoundRunner.absent(3, new TreeSet<>(Set.of(1, 3)))).containsExactly(2);
    assertThat(RoundRunner.absent(3, new TreeSet<>(Set.of(4, 5)))).containsExactly(1);
    assertThat(RoundRunner.absent(1, new TreeSet<>(Set.of(1, 2)))).isEmpty();
  }

  private static Duration minutes(int count) {
    return Duration.ofMinutes(count);
  }

  private static RoundConfig round(int peers, int messages, int delayMs) {
    return new RoundConfig(
        "lab",
        View.first(peers).members(),
        Order.FIFO,
        messages,
        Duration.ZERO,
        Duration.ofMillis(delayMs),
        1,
        16,
        Duration.ofSeconds(10));
  }
}
