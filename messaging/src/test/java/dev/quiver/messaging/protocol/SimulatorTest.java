package dev.quiver.messaging.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorTest {

  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsSentToACrashedNodeWaitsIfQueuesAreDurable(boolean durable) {
    Simulator<Integer> simulator = relay(SimulationConfig.defaults().withDurable(durable));
    simulator.runFor(Duration.ofSeconds(1));
    simulator.crash(B);
    assertThat(simulator.isUp(B)).isFalse();
    simulator.ask(A, 1);
    simulator.runFor(Duration.ofSeconds(1));
    assertThat(simulator.delivered(B)).isEmpty();
    simulator.restart(B);
    simulator.runFor(Duration.ofSeconds(1));
    assertThat(simulator.delivered(B)).isEqualTo(durable ? List.of(1) : List.of());
  }

  @Test
  void aPausedNodeGetsEverythingWhenItIsResumed() {
    Simulator<Integer> simulator = relay(SimulationConfig.defaults());
    simulator.runFor(Duration.ofSeconds(1));
    simulator.pause(B);
    simulator.ask(A, 1);
    simulator.ask(A, 2);
    simulator.runFor(Duration.ofSeconds(1));
    assertThat(simulator.delivered(B)).isEmpty();
    simulator.resume(B);
    simulator.runFor(Duration.ofSeconds(1));
    assertThat(simulator.delivered(B)).containsExactly(1, 2);
  }

  @Test
  void oneQueueKeepsItsOrderWhateverTheDelays() {
    Simulator<Integer> simulator = relay(SimulationConfig.defaults());
    IntStream.range(0, 500).forEach(i -> simulator.ask(A, i));
    simulator.runFor(Duration.ofSeconds(10));
    assertThat(simulator.delivered(B)).hasSize(500).isSorted();
  }

  @Test
  void messagesOfDifferentQueuesChangePlaces() {
    Simulator<Integer> simulator =
        relay(SimulationConfig.defaults().withDelay(Duration.ofMillis(1), Duration.ofSeconds(1)));
    for (int i = 0; i < 50; i++) {
      int number = i;
      simulator.at(
          Duration.ofMillis(i),
          () -> {
            simulator.ask(A, 2 * number);
            simulator.ask(C, 2 * number + 1);
          });
    }
    simulator.runFor(Duration.ofSeconds(10));
    assertThat(simulator.delivered(B)).hasSize(100).isNotEqualTo(sorted(simulator.delivered(B)));
  }

  @Test
  void lossAndDuplicatesAreAboutAsManyAsAskedFor() {
    Simulator<Integer> simulator =
        relay(SimulationConfig.defaults().withLoss(0.25).withDuplicates(0.25));
    IntStream.range(0, 2000).forEach(i -> simulator.ask(A, i));
    simulator.runFor(Duration.ofMinutes(1));
    List<Integer> delivered = simulator.delivered(B);
    assertThat(delivered.stream().distinct().count()).isBetween(1300L, 1700L);
    assertThat(delivered.size() - delivered.stream().distinct().count()).isBetween(200L, 560L);
  }

  @Test
  void aCutIsOneWay() {
    Simulator<Integer> simulator = relay(SimulationConfig.defaults());
    simulator.at(Duration.ZERO, () -> simulator.cut(A, B));
    simulator.at(Duration.ofSeconds(1), () -> simulator.ask(A, 1));
    simulator.at(Duration.ofSeconds(1), () -> simulator.ask(C, 2));
    simulator.at(Duration.ofSeconds(2), () -> simulator.heal(A, B));
    simulator.at(Duration.ofSeconds(3), () -> simulator.ask(A, 3));
    simulator.runFor(Duration.ofSeconds(5));
    assertThat(simulator.delivered(B)).containsExactly(2, 3);
  }

  private static List<Integer> sorted(List<Integer> numbers) {
    return numbers.stream().sorted().toList();
  }

  /** A and C pass on to B what they are asked; B delivers what it gets. */
  private static Simulator<Integer> relay(SimulationConfig config) {
    Simulator<Integer> simulator = new Simulator<>(1, config);
    for (NodeId each : List.of(A, B, C)) {
      simulator.node(
          each,
          random ->
              (now, event) -> {
                if (!(event instanceof Event.Received<Integer> received)) {
                  return List.of();
                }
                return each.equals(B)
                    ? List.of(new Effect.Deliver<>(received.message()))
                    : List.of(new Effect.Send<>(B, received.message()));
              });
    }
    return simulator;
  }
}
