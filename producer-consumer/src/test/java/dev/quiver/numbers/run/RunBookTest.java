package dev.quiver.numbers.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.numbers.NumbersMessage.Drawn;
import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.Verdict;
import dev.quiver.numbers.Verdict.How;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunBookTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration SETTLE = Duration.ofSeconds(15);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Run RUN = new Run("1", "r1");
  private static final Run OTHER = new Run("2", "r2");

  private final RunBook book = new RunBook("c1", SETTLE, GRACE, START);
  private Instant now = START;

  @Test
  void aRunIsCompleteWhenItsMarkerAndEveryNumberAreThereInWhateverOrder() {
    logged(RUN, 3);
    book.onEnd(now, new RunEnd(RUN, 3));
    logged(RUN, 1);
    assertThat(book.hasComplete()).isFalse();
    logged(RUN, 2);
    logged(RUN, 2);

    assertThat(book.hasComplete()).isTrue();
    Verdict verdict = only(book.onSight(now, busy()));
    assertThat(verdict.how()).isEqualTo(How.COMPLETE);
    assertThat(verdict.count()).isEqualTo(3);
    assertThat(verdict.even()).isEqualTo(1);
    assertThat(verdict.odd()).isEqualTo(2);
    assertThat(verdict.missing()).isZero();
    assertThat(book.onSight(now, empty())).as("it is said once").isEmpty();
    assertThat(book.unjudged()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedOnceNothingCanComeAnyMore() {
    logged(RUN, 1);
    logged(RUN, 4);
    book.onEnd(now, new RunEnd(RUN, 5));
    assertThat(book.onSight(now, busy())).isEmpty();
    assertThat(book.onSight(now, new Sight(Set.of(), Set.of(), 0, false)))
        .as("a count without the ledger read to its end proves nothing")
        .isEmpty();

    Verdict verdict = only(book.onSight(now, empty()));
    assertThat(verdict.how()).isEqualTo(How.INCOMPLETE);
    assertThat(verdict.missing()).isEqualTo(3);
    assertThat(verdict.missed()).isEqualTo("2-3,5");
  }

  @Test
  void whileOtherRunsKeepTheQueueBusyTheTimeWithoutAReceiptDecides() {
    logged(RUN, 1);
    book.onEnd(now, new RunEnd(RUN, 2));
    now = now.plus(SETTLE);
    assertThat(book.onSight(now, new Sight(Set.of(), Set.of(RUN), 3, true)))
        .as("something of it still waits")
        .isEmpty();
    assertThat(book.onSight(now, busy())).as("and may be in somebody's hands now").isEmpty();
    now = now.plus(SETTLE);
    assertThat(book.onSight(now, new Sight(Set.of(), Set.of(), 4, false)))
        .as("by half of the ledger nothing is judged")
        .isEmpty();
    assertThat(only(book.onSight(now, busy())).how()).isEqualTo(How.INCOMPLETE);
  }

  @Test
  void aRunWithoutMarkerIsAbandonedWhenItsProducerIsGone() {
    logged(RUN, 1);
    logged(RUN, 3);
    assertThat(book.onSight(now, empty())).as("too early to miss anybody").isEmpty();
    now = now.plus(GRACE);
    assertThat(book.onSight(now, new Sight(Set.of(RUN), Set.of(), 0, true))).isEmpty();

    Verdict verdict = only(book.onSight(now, empty()));
    assertThat(verdict.how()).isEqualTo(How.ABANDONED);
    assertThat(verdict.count()).as("the greatest sequence that came").isEqualTo(3);
    assertThat(verdict.missed()).isEqualTo("2");
    assertThat(book.onSight(now, empty())).as("it is said once").isEmpty();
  }

  @Test
  void aProducerThoughtDeadThatGoesOnEndsItsRunAfterAllWithNothingForgotten() {
    now = now.plus(GRACE);
    logged(RUN, 1);
    assertThat(only(book.onSight(now, empty())).how()).isEqualTo(How.ABANDONED);
    logged(RUN, 2);
    book.onEnd(now, new RunEnd(RUN, 2));

    Verdict verdict = only(book.onSight(now, empty()));
    assertThat(verdict.how()).isEqualTo(How.COMPLETE);
    assertThat(verdict.logged()).isEqualTo(2);
    assertThat(book.isClosed(RUN)).isTrue();
  }

  @Test
  void aVerdictOfSomebodyElseIsNotRepeated() {
    now = now.plus(GRACE);
    logged(RUN, 1);
    book.onVerdict(verdict(How.ABANDONED));
    assertThat(book.onSight(now, empty())).isEmpty();
    book.onVerdict(verdict(How.COMPLETE));
    assertThat(book.onLogged(now, receipt(RUN, 2))).as("late").isFalse();
    assertThat(book.onEnd(now, new RunEnd(RUN, 2))).isFalse();
    book.onVerdict(verdict(How.ABANDONED));
    assertThat(book.isClosed(RUN)).as("a final verdict stands").isTrue();
  }

  @Test
  void runsAreJudgedSingly() {
    logged(RUN, 1);
    logged(OTHER, 1);
    book.onEnd(now, new RunEnd(RUN, 1));
    assertThat(only(book.onSight(now, busy())).run()).isEqualTo(RUN);
    assertThat(book.unjudged()).containsExactly(OTHER);
  }

  @Test
  void aRunOfNoNumbersIsComplete() {
    book.onEnd(now, new RunEnd(RUN, 0));
    assertThat(only(book.onSight(now, empty())).how()).isEqualTo(How.COMPLETE);
  }

  private void logged(Run run, int sequence) {
    assertThat(book.onLogged(now, receipt(run, sequence))).isTrue();
  }

  private static Logged receipt(Run run, int sequence) {
    return Logged.of(new Drawn(run, sequence, sequence));
  }

  private static Verdict verdict(How how) {
    return new Verdict(RUN, how, 1, 0, 1, 0, "", "c2", START);
  }

  private static Sight empty() {
    return new Sight(Set.of(), Set.of(), 0, true);
  }

  private static Sight busy() {
    return new Sight(Set.of(), Set.of(), 4, true);
  }

  private static Verdict only(List<Verdict> verdicts) {
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }
}
