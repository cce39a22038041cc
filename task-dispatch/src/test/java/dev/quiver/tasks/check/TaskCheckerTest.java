package dev.quiver.tasks.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.tasks.history.HistoryEvent;
import dev.quiver.tasks.history.HistoryEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every property, with histories that keep it and histories that must be caught. */
class TaskCheckerTest {

  private final List<HistoryEvent> events = new ArrayList<>();

  private Verdict verdict(Property property) {
    TaskChecker checker = new TaskChecker();
    events.forEach(checker::add);
    return checker.verdicts().stream()
        .filter(each -> each.property() == property)
        .findFirst()
        .orElseThrow();
  }

  private boolean holds() {
    TaskChecker checker = new TaskChecker();
    events.forEach(checker::add);
    return checker.verdicts().stream().allMatch(Verdict::holds);
  }

  private void task(Kind kind, String id) {
    events.add(HistoryEvent.ofTask(at(events.size()), "client-1", kind, id));
  }

  private void outcome(String id, int generation, @Nullable Long message, String label) {
    events.add(
        new HistoryEvent(
            at(events.size()),
            "client-1",
            Kind.OUTCOME_RECEIVED,
            id,
            "w1",
            1,
            generation,
            label,
            message,
            null));
  }

  private void reign(String process, Kind kind, long epoch, int second) {
    events.add(HistoryEvent.ofReign(at(second), process, kind, epoch));
  }

  private static Instant at(int second) {
    return Instant.EPOCH.plusSeconds(second);
  }

  private void submitted(String id) {
    task(Kind.SUBMIT_INVOKED, id);
    task(Kind.SUBMIT_RETURNED, id);
  }

  @Test
  void whatReturnedAndEndedOnceIsFine() {
    submitted("a");
    outcome("a", 0, 1L, "succeeded");

    assertThat(holds()).isTrue();
    assertThat(verdict(Property.LOST)).isEqualTo(new Verdict(Property.LOST, 1, 0, null));
  }

  @Test
  void aSubmitThatReturnedAndHasNoOutcomeIsLost() {
    submitted("a");
    submitted("b");
    submitted("c");
    outcome("a", 0, 1L, "succeeded");

    assertThat(verdict(Property.LOST)).isEqualTo(new Verdict(Property.LOST, 3, 2, "b"));
    assertThat(verdict(Property.LOST).holds()).isFalse();
  }

  @Test
  void anOutcomeNobodyAskedForIsUnexpected() {
    submitted("a");
    outcome("a", 0, 1L, "succeeded");
    outcome("x", 0, 2L, "succeeded");

    assertThat(verdict(Property.UNEXPECTED)).isEqualTo(new Verdict(Property.UNEXPECTED, 2, 1, "x"));
  }

  @Test
  void anOutcomeOfARefusedTaskIsUnexpected() {
    task(Kind.SUBMIT_INVOKED, "a");
    task(Kind.SUBMIT_REFUSED, "a");
    outcome("a", 0, 1L, "succeeded");

    assertThat(verdict(Property.UNEXPECTED).found()).isEqualTo(1);
  }

  @Test
  void oneRefusedAndSubmittedAgainIsExpected() {
    task(Kind.SUBMIT_INVOKED, "a");
    task(Kind.SUBMIT_REFUSED, "a");
    submitted("a");
    outcome("a", 0, 1L, "succeeded");

    assertThat(holds()).isTrue();
  }

  @Test
  void twoMessagesWithOutcomesOfOneLifeAreCaught() {
    submitted("a");
    outcome("a", 0, 1L, "succeeded");
    outcome("a", 0, 2L, "succeeded");

    assertThat(verdict(Property.APPLIED_TWICE).found()).isEqualTo(1);
    assertThat(verdict(Property.APPLIED_TWICE).holds()).isFalse();
    assertThat(verdict(Property.DUPLICATED).found()).isZero();
  }

  @Test
  void oneMessageDeliveredTwiceIsNoSecondOutcome() {
    submitted("a");
    outcome("a", 0, 7L, "succeeded");
    outcome("a", 0, 7L, "succeeded");

    assertThat(holds()).isTrue();
    assertThat(verdict(Property.DUPLICATED).found()).isEqualTo(1);
  }

  @Test
  void withoutTheBrokersNumberASecondDeliveryIsNotExcused() {
    submitted("a");
    outcome("a", 0, null, "succeeded");
    outcome("a", 0, null, "succeeded");

    assertThat(verdict(Property.APPLIED_TWICE).found()).isEqualTo(1);
  }

  @Test
  void aRequeuedTaskHasAnOutcomeALife() {
    submitted("a");
    outcome("a", 0, 1L, "dead");
    outcome("a", 1, 2L, "succeeded");

    assertThat(holds()).isTrue();
  }

  @Test
  void aSubmitThatDidNotReturnIsRecoveredOrUnknownAndNoViolation() {
    task(Kind.SUBMIT_INVOKED, "a");
    task(Kind.SUBMIT_UNKNOWN, "a");
    outcome("a", 0, 1L, "succeeded");
    task(Kind.SUBMIT_INVOKED, "b");

    assertThat(holds()).isTrue();
    assertThat(verdict(Property.RECOVERED)).isEqualTo(new Verdict(Property.RECOVERED, 2, 1, "a"));
    assertThat(verdict(Property.UNKNOWN)).isEqualTo(new Verdict(Property.UNKNOWN, 2, 1, "b"));
  }

  @Test
  void executingAgainIsAllowedAndCounted() {
    submitted("a");
    task(Kind.EXECUTION_BEGUN, "a");
    task(Kind.EXECUTION_BEGUN, "a");
    task(Kind.EXECUTION_ENDED, "a");
    outcome("a", 0, 1L, "succeeded");

    assertThat(holds()).isTrue();
    assertThat(verdict(Property.EXECUTED_AGAIN).found()).isEqualTo(1);
  }

  @Test
  void aCommitOfAnOldEpochIsCaught() {
    reign("A", Kind.REIGN_BEGUN, 7, 1);
    reign("A", Kind.COMMIT_INVOKED, 7, 2);
    reign("A", Kind.COMMIT_RETURNED, 7, 3);
    reign("B", Kind.REIGN_BEGUN, 8, 10);
    reign("A", Kind.COMMIT_INVOKED, 7, 11);
    reign("A", Kind.COMMIT_RETURNED, 7, 12);

    Verdict verdict = verdict(Property.EPOCHS);
    assertThat(verdict.checked()).isEqualTo(2);
    assertThat(verdict.found()).isEqualTo(1);
    assertThat(verdict.holds()).isFalse();
    assertThat(verdict.first()).contains("A committed in epoch 7").contains("epoch 8");
  }

  @Test
  void aCommitOfAnOldEpochThatDidNotCountIsFine() {
    reign("A", Kind.REIGN_BEGUN, 7, 1);
    reign("B", Kind.REIGN_BEGUN, 8, 10);
    reign("A", Kind.COMMIT_INVOKED, 7, 11);
    reign("B", Kind.COMMIT_INVOKED, 8, 11);
    reign("B", Kind.COMMIT_RETURNED, 8, 12);

    assertThat(verdict(Property.EPOCHS)).isEqualTo(new Verdict(Property.EPOCHS, 1, 0, null));
  }

  @Test
  void aCommitHeldUpOverTheChangeOfReignsIsNotBlamed() {
    reign("A", Kind.REIGN_BEGUN, 7, 1);
    reign("A", Kind.COMMIT_INVOKED, 7, 2);
    reign("B", Kind.REIGN_BEGUN, 8, 3);
    reign("A", Kind.COMMIT_RETURNED, 7, 4);

    assertThat(verdict(Property.EPOCHS).holds()).isTrue();
  }

  @Test
  void twoLeadersOfOneEpochAreCaught() {
    reign("A", Kind.REIGN_BEGUN, 7, 1);
    reign("B", Kind.REIGN_BEGUN, 7, 2);

    assertThat(verdict(Property.EPOCHS).holds()).isFalse();
    assertThat(verdict(Property.EPOCHS).first()).contains("epoch 7");
  }

  /** The order of files and lines says nothing; a random history is judged the same in any. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theOrderOfEventsDoesNotMatter(long seed) {
    Random random = new Random(seed);
    Kind[] kinds = {
      Kind.SUBMIT_INVOKED, Kind.SUBMIT_RETURNED, Kind.SUBMIT_REFUSED, Kind.EXECUTION_BEGUN
    };
    for (int i = 0; i < 300; i++) {
      String id = "t-" + random.nextInt(60);
      if (random.nextInt(3) == 0) {
        outcome(id, random.nextInt(2), (long) random.nextInt(50), "succeeded");
      } else {
        task(kinds[random.nextInt(kinds.length)], id);
      }
    }
    List<Long> straight = counts();
    java.util.Collections.shuffle(events, random);

    assertThat(counts()).isEqualTo(straight);
  }

  private List<Long> counts() {
    TaskChecker checker = new TaskChecker();
    events.forEach(checker::add);
    return checker.verdicts().stream().map(Verdict::found).toList();
  }
}
