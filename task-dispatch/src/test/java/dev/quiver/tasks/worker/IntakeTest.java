package dev.quiver.tasks.worker;

import static dev.quiver.tasks.worker.Sample.NOON;
import static dev.quiver.tasks.worker.Sample.TYPE;
import static dev.quiver.tasks.worker.Sample.received;
import static dev.quiver.tasks.worker.Sample.suspected;
import static dev.quiver.tasks.worker.Sample.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.Cancel;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private final CancelBook cancels = new CancelBook(() -> NOON, Duration.ofHours(1), 100);
  private final Intake intake = new Intake(new WorkerId("W-1"), Set.of(TYPE), cancels);
  private final Task plain = task("t", TYPE, "x");
  private final Task inGroup = task("t", TYPE, "x", 3, null, null, "g");

  @Test
  void aFreshTaskRuns() {
    assertThat(intake.decide(received(plain), 1, false, NOON)).isEqualTo(new Verdict.Run(1));
  }

  @Test
  void aTaskIsStartedBeforeItsDeadlineAndNotAtIt() {
    Task task = task("t", TYPE, "x", 3, null, NOON, null);
    assertThat(intake.decide(received(task), 1, false, NOON.minusMillis(1)))
        .isEqualTo(new Verdict.Run(1));
    assertThat(intake.decide(received(task), 1, false, NOON)).isInstanceOf(Verdict.Expire.class);
  }

  @Test
  void aCancelCountsFromTheSubmitterOrAnAdminAlone() {
    cancels.add(new Cancel.OfTask("eve", false, new TaskId("t")));
    assertThat(intake.decide(received(plain), 1, false, NOON)).isEqualTo(new Verdict.Run(1));
    cancels.add(new Cancel.OfTask("ana", false, new TaskId("t")));
    assertThat(intake.decide(received(plain), 1, false, NOON)).isInstanceOf(Verdict.Cancel.class);
  }

  @Test
  void anAdminCancelsABatchOfAnybody() {
    Task task = task("t", TYPE, "x", 3, "b", null, null);
    cancels.add(new Cancel.OfBatch("root", true, new BatchId("b")));
    assertThat(intake.decide(received(task), 1, false, NOON))
        .isEqualTo(new Verdict.Cancel("its batch b was cancelled by root"));
  }

  @Test
  void aTaskOfAnotherTypeFails() {
    Task task = task("t", new TaskType("other.type"), "x");
    assertThat(intake.decide(received(task), 1, false, NOON)).isInstanceOf(Verdict.Fail.class);
  }

  @Test
  void whatWasDeliveredTwiceIsMovedAndNotBlamed() {
    assertThat(intake.decide(received(plain), 2, false, NOON)).isEqualTo(new Verdict.Isolate());
    assertThat(intake.decide(received(plain), 50, false, NOON)).isEqualTo(new Verdict.Isolate());
  }

  @Test
  void whatIsMarkedRunsOnlyAlone() {
    assertThat(intake.decide(suspected(plain), 1, false, NOON)).isEqualTo(new Verdict.Alone());
    assertThat(intake.decide(suspected(plain), 1, true, NOON)).isEqualTo(new Verdict.Run(1));
  }

  @Test
  void deathsOfWhatRanAloneAreItsAttempts() {
    assertThat(intake.decide(suspected(plain), 3, true, NOON)).isEqualTo(new Verdict.Run(3));
    assertThat(intake.decide(suspected(plain), 4, true, NOON))
        .isEqualTo(
            new Verdict.Bury(3, "the worker that executed it, and nothing else, died: 3 times"));
  }

  @Test
  void aMemberOfAGroupStaysInItsPlaceAndItsFirstDeathIsForgiven() {
    assertThat(intake.decide(received(inGroup), 2, false, NOON)).isEqualTo(new Verdict.Alone());
    assertThat(intake.decide(received(inGroup), 2, true, NOON)).isEqualTo(new Verdict.Run(1));
    assertThat(intake.decide(received(inGroup), 4, true, NOON)).isEqualTo(new Verdict.Run(3));
    assertThat(intake.decide(received(inGroup), 5, true, NOON)).isInstanceOf(Verdict.Bury.class);
  }

  @Test
  void aCancelWinsOverEverythingElse() {
    cancels.add(new Cancel.OfTask("ana", false, new TaskId("t")));
    assertThat(intake.decide(suspected(plain), 9, false, NOON)).isInstanceOf(Verdict.Cancel.class);
  }

  @Test
  void theBookForgetsTheOldestAndWhatIsOver() {
    CancelBook small = new CancelBook(() -> NOON, Duration.ofHours(1), 2);
    for (String each : new String[] {"a", "b", "c"}) {
      small.add(new Cancel.OfTask("ana", false, new TaskId(each)));
    }
    assertThat(small.reason(new TaskId("a"), null, "ana")).isEmpty();
    assertThat(small.reason(new TaskId("b"), null, "ana")).isPresent();
    assertThat(small.reason(new TaskId("c"), null, "ana")).contains("cancelled by ana");
  }
}
