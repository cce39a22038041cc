package dev.quiver.dht.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ChordConfig;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long a ring as people start it (four successors; dead is who has not answered two questions
 * of 1.5 s each) takes to be whole again: fifty nodes, of which ten die at once. What costs time is
 * noticing deaths, three rounds each and one after the other where neighbours died together, and
 * the lists, which come to the last entry one round after the other.
 */
class HealingSimulationTest {

  private static final int NODES = 50;
  private static final double FIFTH = .2;

  /** Of a thousand rings half need 11 at the most, 99 of 100 need 23, and the slowest 38. */
  private static final int MOST_ROUNDS = 40;

  @Test
  void aRingThatLostAFifthIsWholeWithinTheStatedRounds() {
    LongStream.rangeClosed(1, 40).forEach(HealingSimulationTest::assertWholeInTime);
  }

  @Test
  @Tag("simulation")
  void soIsEachOfFourHundred() {
    LongStream.rangeClosed(1, 400).parallel().forEach(HealingSimulationTest::assertWholeInTime);
  }

  private static void assertWholeInTime(long seed) {
    var points = Healing.run(NODES, ChordConfig.defaults(), FIFTH, seed);
    Healing.Point last = points.get(points.size() - 1);
    assertThat(last.error()).as("seed %s", seed).isZero();
    assertThat(last.at()).as("seed %s", seed).isLessThan(Duration.ofSeconds(MOST_ROUNDS));
  }
}
