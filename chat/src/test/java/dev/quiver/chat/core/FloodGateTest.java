package dev.quiver.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.chat.ChatLimits;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FloodGateTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final FloodGate gate = new FloodGate(new ChatLimits(4096, 5, 2), NOW);

  @Test
  void letsABurstPassAndThenSoManyASecond() {
    assertThat(passed(NOW, 20)).isEqualTo(5);
    assertThat(gate.untilNext(NOW)).isEqualTo(Duration.ofMillis(500));
    assertThat(passed(NOW.plusMillis(499), 20)).isZero();
    assertThat(passed(NOW.plusMillis(501), 20)).isEqualTo(1);
    assertThat(passed(NOW.plusSeconds(60), 20)).isEqualTo(5);
  }

  @Test
  void aClockThatIsSetBackGivesNothingAndTakesNothing() {
    assertThat(passed(NOW, 3)).isEqualTo(3);
    assertThat(passed(NOW.minusSeconds(3600), 20)).isEqualTo(2);
  }

  private int passed(Instant at, int tries) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
      passed += gate.pass(at) ? 1 : 0;
    }
    return passed;
  }
}
