package dev.quiver.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPlanTest {

  @ParameterizedTest(name = "{0} slots")
  @ValueSource(ints = {1, 2, 7, 8, 9, 15, 16, 17, 255, 256})
  void exactlySoManySlotsAsWereAskedFor(int slots) {
    List<Integer> shares = plan(slots).shares();

    assertThat(shares.stream().mapToInt(Integer::intValue).sum()).isEqualTo(slots);
    assertThat(shares).hasSize(Math.min(slots, 8)).allMatch(share -> share >= 1);
  }

  @Test
  void slotsAreSharedEvenly() {
    assertThat(plan(9).shares()).containsExactly(2, 1, 1, 1, 1, 1, 1, 1);
  }

  private static WorkerPlan plan(int slots) {
    return new WorkerPlan(slots, 8, "128m", List.of());
  }
}
