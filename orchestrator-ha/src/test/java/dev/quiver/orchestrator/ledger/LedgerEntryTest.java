package dev.quiver.orchestrator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.orchestrator.TaskState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerEntryTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theOrderOfEventsMakesNoDifference(long seed) {
    Random random = new Random(seed);
    List<LedgerEntry> told = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(8); i++) {
      told.add(any(random));
    }
    LedgerEntry expected = inOrder(told);

    for (int i = 0; i < 20; i++) {
      List<LedgerEntry> shuffled = new ArrayList<>(told);
      shuffled.add(told.get(random.nextInt(told.size())));
      Collections.shuffle(shuffled, random);

      assertThat(inOrder(shuffled)).isEqualTo(expected);
      assertThat(asTree(shuffled, random)).isEqualTo(expected);
    }
  }

  @Test
  void anOutcomeBeatsALateAssignmentOfTheSameLife() {
    var succeeded = LedgerEntry.told("t", "a", "u", "", latest(0, 1, 6, TaskState.SUCCEEDED));
    var assigned =
        LedgerEntry.assigned("t", "a", "u", "", 5, new LedgerEntry.Assignment(0, 2, 7, 50, "w2"));

    assertThat(succeeded.merge(assigned).latest().state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(succeeded.merge(assigned).firstSeenMs()).isEqualTo(5);
  }

  @Test
  void aRequeuedTaskBeginsANewLife() {
    var dead = LedgerEntry.told("t", "a", "u", "", latest(0, 3, 6, TaskState.DEAD));
    var again =
        LedgerEntry.assigned("t", "a", "u", "", 5, new LedgerEntry.Assignment(1, 1, 7, 50, "w2"));

    assertThat(again.merge(dead).latest().state()).isEqualTo(TaskState.ASSIGNED);
    assertThat(again.merge(dead).waitedMs()).isEqualTo(45);
  }

  private static LedgerEntry inOrder(List<LedgerEntry> told) {
    return told.stream().reduce(LedgerEntry::merge).orElseThrow();
  }

  /** Merges two neighbours at random places until one is left: another association. */
  private static LedgerEntry asTree(List<LedgerEntry> told, Random random) {
    List<LedgerEntry> left = new ArrayList<>(told);
    while (left.size() > 1) {
      int at = random.nextInt(left.size() - 1);
      left.set(at, left.get(at).merge(left.remove(at + 1)));
    }
    return left.get(0);
  }

  private static LedgerEntry any(Random random) {
    int generation = random.nextInt(3);
    int attempt = 1 + random.nextInt(3);
    long epoch = random.nextInt(4);
    String submitter = random.nextBoolean() ? "alice" : "";
    if (random.nextInt(3) == 0) {
      return LedgerEntry.assigned(
          "t",
          "a",
          submitter,
          "",
          random.nextInt(100),
          new LedgerEntry.Assignment(
              generation, attempt, epoch, random.nextInt(100), "w" + random.nextInt(3)));
    }
    List<TaskState> states = List.of(TaskState.values());
    return LedgerEntry.told(
        "t",
        "a",
        submitter,
        "",
        new LedgerEntry.Latest(
            generation,
            attempt,
            epoch,
            states.get(random.nextInt(states.size())),
            "w" + random.nextInt(3),
            random.nextInt(50),
            random.nextInt(100),
            random.nextBoolean() ? "6" : ""));
  }

  private static LedgerEntry.Latest latest(
      int generation, int attempt, long epoch, TaskState state) {
    return new LedgerEntry.Latest(generation, attempt, epoch, state, "w1", 10, 20, "");
  }
}
