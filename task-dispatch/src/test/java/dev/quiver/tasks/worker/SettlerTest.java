package dev.quiver.tasks.worker;

import static dev.quiver.tasks.worker.Sample.NOON;
import static dev.quiver.tasks.worker.Sample.TYPE;
import static dev.quiver.tasks.worker.Sample.received;
import static dev.quiver.tasks.worker.Sample.task;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettlerTest {

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

  private final Settler settler =
      new Settler(new WorkerId("W-1"), BACKOFF, Duration.ofSeconds(30), new SplittableRandom(1));
  private final Task plain = task("t", TYPE, "x");
  private final Task inGroup = task("t", TYPE, "x", 100, null, null, "g");

  private Settlement after(Task task, int attempt, AttemptResult result, Instant firstStart) {
    return settler.settle(received(task), attempt, result, firstStart, NOON, NOON.plusSeconds(1));
  }

  private Settlement after(Task task, int attempt, AttemptResult result) {
    return after(task, attempt, result, NOON);
  }

  @Test
  void whatIsFinishedHasSucceeded() {
    Settlement settlement = after(plain, 2, new AttemptResult.Finished(new Payload.Text("6")));
    Outcome outcome = ((Settlement.End) requireNonNull(settlement)).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(outcome.facts().attempt()).isEqualTo(2);
    assertThat(outcome.facts().worker()).isEqualTo(new WorkerId("W-1"));
    assertThat(outcome.facts().startedAt()).isEqualTo(NOON);
    assertThat(outcome.facts().finishedAt()).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void badInputFailsAtOnce() {
    Settlement settlement = after(plain, 1, new AttemptResult.Invalid("not a number"));
    assertThat(((Settlement.End) settlement).outcome()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aBrokenAttemptIsRepeatedWithTheNextNumberAndWithoutSuspicion() {
    Settlement.Retry retry = (Settlement.Retry) after(plain, 1, new AttemptResult.Broken("boom"));
    assertThat(retry.envelope().attempt()).isEqualTo(2);
    assertThat(retry.envelope().alone()).isFalse();
    assertThat(retry.envelope().submitter()).isEqualTo("ana");
    assertThat(retry.delay()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void theLastAttemptBuries() {
    Settlement.Bury bury = (Settlement.Bury) after(plain, 3, new AttemptResult.Broken("boom"));
    assertThat(bury.outcome().reason()).contains("boom").contains("3");
    assertThat(bury.envelope().attempt()).isEqualTo(3);
  }

  @Test
  void aMemberOfAGroupIsHeldInPlaceUntilItsTimeIsUp() {
    Settlement early = after(inGroup, 1, new AttemptResult.Broken("boom"));
    assertThat(early).isInstanceOf(Settlement.Hold.class);
    Settlement late = after(inGroup, 2, new AttemptResult.Broken("boom"), NOON.minusSeconds(31));
    assertThat(late).isInstanceOf(Settlement.Bury.class);
  }

  @Test
  void whatIsStoppedGoesBack() {
    assertThat(after(plain, 1, new AttemptResult.Stopped())).isEqualTo(new Settlement.GiveBack());
  }

  @Test
  void whatIsNotExecutedHasNoAttempt() {
    Settlement settlement = settler.settle(received(plain), new Verdict.Expire("late"), NOON);
    Outcome outcome = ((Settlement.End) requireNonNull(settlement)).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Expired.class);
    assertThat(outcome.facts().attempt()).isZero();
    assertThat(outcome.facts().startedAt()).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void backOffDoublesWithJitterUpToItsLimit(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int attempt = 1; attempt <= 1000; attempt++) {
      Duration most =
          attempt > 4 ? Duration.ofSeconds(10) : Duration.ofSeconds(1L << (attempt - 1));
      assertThat(BACKOFF.after(attempt, random)).isBetween(most.dividedBy(2), most);
    }
  }

  @Test
  void aQueueIsReadFreelyOnlyWhileItsTasksAreShort() {
    Pace pace = new Pace();
    for (int i = 0; i < Pace.ROW; i++) {
      assertThat(pace.isFree()).isFalse();
      pace.ended(10_000);
    }
    assertThat(pace.isFree()).isTrue();
    pace.ended(3_000_000);
    assertThat(pace.isFree()).as("one pause does not count").isTrue();
    for (int i = 0; i < 10; i++) {
      pace.ended(3_000_000);
    }
    assertThat(pace.isFree()).isFalse();
  }

  @Test
  void aQueueWithGroupsIsNeverReadFreely() {
    Pace pace = new Pace();
    pace.groupSeen();
    for (int i = 0; i < 100; i++) {
      pace.ended(10_000);
    }
    assertThat(pace.isFree()).isFalse();
  }
}
