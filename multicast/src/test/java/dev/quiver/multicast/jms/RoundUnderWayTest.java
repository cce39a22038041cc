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
    return handsIn(peer, "p" + peer, "peer");
  }

  private boolean handsIn(int peer, String id, String user) {
    String text = "# quiver multicast log 1\n# peer " + peer + "\n# end complete 0\n";
    return round.take(
        new Reports.Submitted(
            "lab-1", peer, id, user, LogText.read("log", text), Traffic.NONE, Map.of()),
        new Manager.Holder("p" + peer, "peer"));
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

  @Test
  void aLogOfSomebodyElseDoesNotCountAndTheTrueOneDoes() {
    assertThat(handsIn(1, "p2", "peer")).as("another id").isFalse();
    assertThat(handsIn(2, "p2", "admin")).as("another account").isFalse();
    assertThat(round.outcome(Set.of()).damaged()).containsExactly(1, 2);
    assertThat(handsIn(1)).isTrue();
    assertThat(round.isOver()).as("the other is still waited for").isFalse();
    round.giveUp(1_000 * SECOND);
    GroupServer.Outcome outcome = round.outcome(Set.of(1, 2));
    assertThat(outcome.logs()).hasSize(1);
    assertThat(outcome.damaged()).containsExactly(2);
    assertThat(outcome.missing()).isEmpty();
    assertThat(outcome.handedIn()).as("what is judged with the round").hasSize(3);
  }
}
