package dev.quiver.messaging.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenRingSimulationTest {

  private static final List<NodeId> IDS =
      List.of(new NodeId("a"), new NodeId("b"), new NodeId("c"), new NodeId("d"));

  private static final SimulationConfig ROUGH =
      SimulationConfig.defaults()
          .withDelay(Duration.ofMillis(1), Duration.ofMillis(60))
          .withLoss(0.2)
          .withDuplicates(0.2);

  private static LongStream seeds() {
    return Replay.seeds(30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void oneHoldsTheTokenAtMostAndItGoesRound(long seed) {
    Ring ring = new Ring(seed, true);
    ring.simulator.runFor(Duration.ofMinutes(1));
    assertThat(ring.highest()).isGreaterThan(100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void pausesAndCutsOnlyHoldItUp(long seed) {
    Ring ring = new Ring(seed, true);
    Simulator<TokenRing.Message> simulator = ring.simulator;
    for (int second = 1; second < 20; second++) {
      NodeId victim = IDS.get(simulator.random().nextInt(IDS.size()));
      NodeId other = IDS.get(simulator.random().nextInt(IDS.size()));
      simulator.at(Duration.ofSeconds(second), () -> simulator.pause(victim));
      simulator.at(Duration.ofSeconds(second), () -> simulator.cut(other, victim));
      simulator.at(Duration.ofMillis(second * 1000L + 700), simulator::healAll);
    }
    simulator.runFor(Duration.ofSeconds(21));
    int afterFaults = ring.highest();
    assertThat(simulator.runUntil(() -> ring.highest() > afterFaults + 8, Duration.ofSeconds(30)))
        .isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSameSeedGivesTheSameTrace(long seed) {
    Replay.assertDeterministic(
        seed,
        each -> {
          Ring ring = new Ring(each, true);
          ring.simulator.at(Duration.ofSeconds(1), () -> ring.simulator.crash(IDS.get(2)));
          ring.simulator.at(Duration.ofSeconds(2), ring.simulator::healAll);
          ring.simulator.runFor(Duration.ofSeconds(5));
          return ring.simulator.trace();
        });
  }

  @Test
  void differentSeedsGiveDifferentTraces() {
    Ring one = new Ring(1, true);
    Ring two = new Ring(2, true);
    one.simulator.runFor(Duration.ofSeconds(5));
    two.simulator.runFor(Duration.ofSeconds(5));
    assertThat(one.simulator.trace()).isNotEqualTo(two.simulator.trace());
  }

  /** The control: without the check of numbers a doubled message makes a second token. */
  @Test
  void aRingThatBelievesEveryTokenIsCaught() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= 20; seed++) {
                new Ring(seed, false).simulator.runFor(Duration.ofMinutes(1));
              }
            })
        .isInstanceOf(InvariantBrokenError.class)
        .hasMessageContaining("seed ")
        .hasMessageContaining("one holder at most")
        .hasMessageContaining("(twice)");
  }

  /** Four nodes in a ring over a rough network. */
  private static final class Ring {
    final Simulator<TokenRing.Message> simulator;
    final List<TokenRing> nodes = new ArrayList<>();

    Ring(long seed, boolean checksNumbers) {
      simulator = new Simulator<>(seed, ROUGH);
      for (int i = 0; i < IDS.size(); i++) {
        int place = i;
        NodeId next = IDS.get((i + 1) % IDS.size());
        nodes.add(new TokenRing(next, false, checksNumbers));
        simulator.node(
            IDS.get(i),
            random -> {
              TokenRing node = new TokenRing(next, place == 0, checksNumbers);
              nodes.set(place, node);
              return node;
            });
      }
      simulator.invariant("one holder at most", this::holders);
    }

    int highest() {
      return nodes.stream().mapToInt(TokenRing::seen).max().orElse(0);
    }

    private Optional<String> holders() {
      long holders = nodes.stream().filter(TokenRing::isHolding).count();
      return holders <= 1 ? Optional.empty() : Optional.of(holders + " hold it");
    }
  }
}
