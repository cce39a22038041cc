package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.multicast.Order;
import dev.quiver.multicast.log.LogText;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose log is waited for, and how long. */
class RoundUnderWayTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RoundUnderWay round =
      new RoundUnderWay(Rounds.config("lab-1", Order.FIFO, 2, 10), 0);

  private boolean handsIn(int peer) {
    String text = "# quiver multicast log 1\n# peer " + peer + "\n# end complete 0\n";
    return round.take(
        new Reports.Submitted(
            "lab-1", peer, "p" + peer, LogText.read("log", text), Traffic.NONE, Map.of()));
  }

  @Test
  void whoIsGoneIsNotWaitedForButALookThatFailsSaysNothing() {
    round.seen(Set.of(1, 2), 0);
    for (int second = 1; second <= 60; second++) {
      round.notLooked(second * SECOND);
      round.giveUp(second * SECOND);
    }
    assertThat(round.isOver()).isFalse();
    round.seen(Set.of(1), 70 * SECOND);
    round.giveUp(76 * SECOND);
    assertThat(handsIn(1)).isTrue();
    assertThat(round.isOver()).isTrue();
    assertThat(round.outcome(Set.of(1, 2)).missing()).containsExactly(2);
  }

  @Test
  void aLateLogStillCountsAndTheSecondOfAPeerDoesNot() {
    round.giveUp(1_000 * SECOND);
    assertThat(round.isOver()).isTrue();
    assertThat(handsIn(2)).isTrue();
    assertThat(handsIn(2)).isFalse();
    assertThat(handsIn(7)).isFalse();
    assertThat(round.outcome(Set.of(2)).notStarted()).containsExactly(1);
  }
}
