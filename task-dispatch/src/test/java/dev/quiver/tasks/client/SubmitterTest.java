package dev.quiver.tasks.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.connection.DiskFullException;
import dev.quiver.messaging.connection.DuplicateIdException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a failure of a commit means, with a broker that only remembers ids. */
class SubmitterTest {

  /** A broker that refuses what it has seen, and fails as the test says. */
  private final class ScriptedWire implements Submitter.Wire {
    final Set<String> accepted = new HashSet<>();
    final List<Integer> transactions = new ArrayList<>();
    final Deque<Failure> failures = new ArrayDeque<>();
    private final List<String> open = new ArrayList<>();

    @Override
    public void send(Task task, Destination destination) {
      open.add(task.id().value());
    }

    @Override
    public void commit() {
      nowNanos += COMMIT_NANOS;
      transactions.add(open.size());
      Failure failure = failures.poll();
      if (failure != null && !failure.afterTheFact) {
        throw failure.why;
      }
      if (open.stream().anyMatch(accepted::contains)) {
        throw new DuplicateIdException("seen", null);
      }
      accepted.addAll(open);
      open.clear();
      if (failure != null) {
        throw failure.why;
      }
    }

    @Override
    public void rollback() {
      open.clear();
    }

    @Override
    public void forget(Task task, Destination destination) {}
  }

  private record Failure(QuiverMessagingException why, boolean afterTheFact) {}

  private static final long COMMIT_NANOS = Duration.ofSeconds(4).toNanos();

  private long nowNanos;
  private final ScriptedWire wire = new ScriptedWire();
  private final InFlight inFlight = new InFlight(1000, new Recent(100), ClientListener.NONE);
  private final Submitter submitter =
      new Submitter(wire, inFlight, Duration.ofSeconds(15), () -> nowNanos, new CountDownLatch(1));
  private final List<Submission> submissions = new ArrayList<>();

  private List<Pending> batch(String... ids) throws Exception {
    List<Pending> batch = new ArrayList<>();
    for (String id : ids) {
      Task task =
          Task.of(new TaskId(id), new TaskType("exec"), new Payload.Text(""), Instant.EPOCH);
      Submission submission = new Submission(task.id());
      submissions.add(submission);
      batch.add(inFlight.add(task, Destination.pool(), submission, true));
    }
    return batch;
  }

  private static UnknownOutcomeException unknown() {
    return new UnknownOutcomeException("no answer", null);
  }

  private @Nullable Boolean accepted(int index) {
    CompletableFuture<Boolean> future = submissions.get(index).accepted();
    return (future.isDone() && !future.isCompletedExceptionally()) ? future.join() : null;
  }

  @Test
  void aCommitThatHappenedAndWasNotConfirmedIsSentAgainAndFoundDoneSingly() throws Exception {
    wire.failures.add(new Failure(unknown(), true));

    submitter.submit(batch("a", "b", "c"));

    assertThat(wire.transactions).containsExactly(3, 3, 1, 1, 1);
    assertThat(wire.accepted).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(submissions).allMatch(each -> each.accepted().join());
  }

  @Test
  void aCommitThatDidNotHappenIsSentAgainTogether() throws Exception {
    wire.failures.add(new Failure(unknown(), false));
    wire.failures.add(new Failure(new RolledBackException("failover", null), false));

    submitter.submit(batch("a", "b"));

    assertThat(wire.transactions).containsExactly(2, 2, 2);
    assertThat(wire.accepted).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void anIdTheBrokerKnewDoesNotHoldUpItsBatch() throws Exception {
    wire.accepted.add("b");

    submitter.submit(batch("a", "b", "c"));

    assertThat(wire.accepted).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(accepted(0)).isTrue();
    assertThat(accepted(1)).isFalse();
    assertThat(accepted(2)).isTrue();
  }

  @Test
  void beyondTheWindowAnUnknownSubmitIsReportedAndNotSentAgain() throws Exception {
    for (int i = 0; i < 10; i++) {
      wire.failures.add(new Failure(unknown(), false));
    }

    submitter.submit(batch("a", "b"));

    assertThat(wire.transactions).containsExactly(2, 2, 2, 2);
    assertThat(submissions)
        .allSatisfy(
            each ->
                assertThat(each.accepted())
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(SubmitUnknownException.class));
    assertThat(inFlight.size()).isZero();
  }

  @Test
  void aBatchThatIsRolledBackAgainAndAgainIsSentSingly() throws Exception {
    for (int i = 0; i < 3; i++) {
      wire.failures.add(rolledBack());
    }

    submitter.submit(batch("a", "b"));

    assertThat(wire.transactions).containsExactly(2, 2, 2, 1, 1);
    assertThat(wire.accepted).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whatIsRolledBackByItselfIsRefusedWhenTheWindowHasPassed() throws Exception {
    for (int i = 0; i < 100; i++) {
      wire.failures.add(rolledBack());
    }

    submitter.submit(batch("a"));

    // At 4, 8, 12 and 16 s of a window of 15.
    assertThat(wire.transactions).containsExactly(1, 1, 1, 1);
    assertThat(submissions.get(0).accepted())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(RolledBackException.class);
    assertThat(inFlight.size()).isZero();
  }

  @Test
  void rollbacksWithinTheWindowAreSentAgain() throws Exception {
    wire.failures.add(rolledBack());
    wire.failures.add(rolledBack());
    wire.failures.add(rolledBack());

    submitter.submit(batch("a"));

    assertThat(wire.transactions).hasSize(4);
    assertThat(accepted(0)).isTrue();
  }

  @Test
  void theWindowBeginsWithTheSendWhoseFateIsUnknown() throws Exception {
    wire.failures.add(rolledBack());
    wire.failures.add(rolledBack());
    for (int i = 0; i < 3; i++) {
      wire.failures.add(new Failure(unknown(), false));
    }

    submitter.submit(batch("a"));

    // Rolled back until 8 s, unknown from then on: at 20 s only 12 of the 15 have passed.
    assertThat(wire.transactions).hasSize(6);
    assertThat(accepted(0)).isTrue();
  }

  private static Failure rolledBack() {
    return new Failure(new RolledBackException("failover", null), false);
  }

  @Test
  void aFullDiskRefusesTheBatchAtOnce() throws Exception {
    wire.failures.add(new Failure(new DiskFullException("full", null), false));

    submitter.submit(batch("a", "b"));

    assertThat(wire.transactions).containsExactly(2);
    assertThat(submissions.get(1).outcome())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(DiskFullException.class);
  }

  @Test
  void aRefusalAfterAnAttemptOfUnknownFateIsNotCertain() throws Exception {
    wire.failures.add(new Failure(unknown(), true));
    wire.failures.add(new Failure(new DiskFullException("full", null), false));

    submitter.submit(batch("a"));

    assertThat(wire.accepted).containsExactly("a");
    assertThat(submissions.get(0).accepted())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(SubmitUnknownException.class);
  }

  private static Outcome succeeded(String id) {
    return new Outcome.Succeeded(
        new Outcome.Facts(
            new TaskId(id),
            new TaskType("exec"),
            null,
            new WorkerId("w"),
            1,
            0,
            Instant.EPOCH,
            Instant.EPOCH),
        Payload.of("done"));
  }

  @Test
  void anOldOutcomeThatIsReadBeforeTheAnswerDoesNotMakeAKnownIdNew() throws Exception {
    wire.accepted.add("a");
    List<Pending> batch = batch("a", "b");

    inFlight.ended(succeeded("a"));
    assertThat(submissions.get(0).accepted()).isNotDone();
    assertThat(submissions.get(0).outcome()).isNotDone();
    submitter.submit(batch);

    assertThat(accepted(0)).isFalse();
    assertThat(submissions.get(0).outcome()).isCompleted();
    assertThat(accepted(1)).isTrue();
    assertThat(submissions.get(1).outcome()).isNotDone();
  }

  @Test
  void theOutcomeOfANewIdThatOvertakesTheAnswerLeavesItNew() throws Exception {
    wire.failures.add(new Failure(unknown(), true));
    List<Pending> batch = batch("a");

    inFlight.ended(succeeded("a"));
    submitter.submit(batch);

    assertThat(accepted(0)).isTrue();
    assertThat(submissions.get(0).outcome()).isCompleted();
  }

  @Test
  void anIdThatIsRefusedNowAndHasAnOutcomeWasKnown() throws Exception {
    wire.failures.add(new Failure(new DiskFullException("full", null), false));
    List<Pending> batch = batch("a");

    inFlight.ended(succeeded("a"));
    submitter.submit(batch);

    assertThat(accepted(0)).isFalse();
    assertThat(submissions.get(0).outcome()).isCompleted();
  }
}
