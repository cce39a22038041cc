package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.LookupResult;
import dev.quiver.dht.Operation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the papers. */
class VectorsTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private static Ringlet ten() {
    return new Ringlet(1, Ringlet.config(6, 2)).create(1, 8, 14, 21, 32, 38, 42, 48, 51, 56);
  }

  @ParameterizedTest
  @CsvSource({"10, 14", "24, 32", "30, 32", "38, 38", "54, 56"})
  void eachKeyLiesWithItsSuccessor(long key, long holder) {
    Ringlet ring = ten();
    for (long from : new long[] {1, 8, 14, 21, 32, 38, 42, 48, 51, 56}) {
      for (boolean recursive : new boolean[] {false, true}) {
        assertThat(ring.lookup(from, key, recursive).holder()).isEqualTo(Ringlet.ref(holder));
      }
    }
  }

  @Test
  void theFingersOfEight() {
    assertThat(ten().fingers(8)).containsExactly(14L, 14L, 14L, 21L, 32L, 42L);
  }

  @Test
  void theWayFromEightToFiftyFour() {
    // Successor lists of one, as in the paper's figure: longer ones would shorten the way.
    Ringlet ring =
        new Ringlet(1, Ringlet.config(6, 1)).create(1, 8, 14, 21, 32, 38, 42, 48, 51, 56);
    for (boolean recursive : new boolean[] {false, true}) {
      LookupResult way = ring.lookup(8, 54, recursive);
      assertThat(way.path().stream().map(step -> step.node().id().low()))
          .containsExactly(42L, 51L, 56L);
      assertThat(way.holder()).isEqualTo(Ringlet.ref(56));
      assertThat(way.hops()).isEqualTo(2);
    }
    assertThat(ring.lookup(8, 54, false).before()).isEqualTo(Ringlet.ref(51));
  }

  @Test
  void twentySixJoinsAndTakesTwentyFourButNotThirty() {
    Ringlet ring = ten();
    ring.join(26, 8);
    assertThat(ring.settle(LONG)).isTrue();
    assertThat(ring.lookup(1, 24, false).holder()).isEqualTo(Ringlet.ref(26));
    assertThat(ring.lookup(1, 30, false).holder()).isEqualTo(Ringlet.ref(32));
    assertThat(ring.node(26).predecessor()).isEqualTo(Ringlet.ref(21));
  }

  @Test
  void threeNodesOnACircleOfEight() {
    Ringlet ring = new Ringlet(1, Ringlet.config(3, 2)).create(0, 1, 3);
    assertThat(ring.fingers(0)).containsExactly(1L, 3L, 0L);
    assertThat(ring.fingers(1)).containsExactly(3L, 3L, 0L);
    assertThat(ring.fingers(3)).containsExactly(0L, 0L, 0L);
    assertThat(ring.lookup(0, 1, false).holder()).isEqualTo(Ringlet.ref(1));
    assertThat(ring.lookup(0, 2, false).holder()).isEqualTo(Ringlet.ref(3));
    assertThat(ring.lookup(1, 6, false).holder()).isEqualTo(Ringlet.ref(0));

    String six = keyAt(ring, 6);
    String one = keyAt(ring, 1);
    assertThat(ring.act(3, Operation.put(six, "six")).holder()).isEqualTo(Ringlet.ref(0));
    ring.act(3, Operation.put(one, "one"));
    ring.join(6, 1);
    assertThat(ring.settle(LONG)).isTrue();
    assertFingers(ring, 0, 1, 3, 6);
    assertFingers(ring, 1, 3, 3, 6);
    assertFingers(ring, 3, 6, 6, 0);
    assertFingers(ring, 6, 0, 0, 3);
    assertThat(ring.act(0, Operation.get(six)).holder()).isEqualTo(Ringlet.ref(6));

    ring.leave(1);
    assertThat(ring.simulator.runUntil(() -> ring.hasLeft(ring.node(1)), LONG)).isTrue();
    ring.forgetLeavers();
    assertThat(ring.settle(LONG)).isTrue();
    assertFingers(ring, 0, 3, 3, 6);
    assertFingers(ring, 3, 6, 6, 0);
    assertFingers(ring, 6, 0, 0, 3);
    assertThat(ring.lookup(6, 1, false).holder()).isEqualTo(Ringlet.ref(3));
    assertThat(ring.act(6, Operation.get(one)).holder()).isEqualTo(Ringlet.ref(3));
  }

  private static void assertFingers(Ringlet ring, long node, long... fingers) {
    List<Long> right = java.util.Arrays.stream(fingers).boxed().toList();
    assertThat(ring.simulator.runUntil(() -> ring.fingers(node).equals(right), LONG))
        .as("fingers of " + node + ": " + ring.fingers(node))
        .isTrue();
  }

  private static String keyAt(Ringlet ring, long place) {
    for (int i = 0; ; i++) {
      if (ring.config.space().hash("key" + i).low() == place) {
        return "key" + i;
      }
    }
  }
}
