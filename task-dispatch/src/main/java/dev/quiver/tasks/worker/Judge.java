package dev.quiver.tasks.worker;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.wire.TaskMessage;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a task in a slot, and puts into its batch what needs no execution: what
 * was executed before and could not be committed, what is over, what is to be moved. Belongs to the
 * slot's thread.
 */
final class Judge {

  /** Why a task is buried whose outcome cannot be committed. */
  static final String UNSENDABLE = TaskReasons.say("outcome.unsendable");

  /** What a small message takes in the broker's memory. */
  private static final long OVERHEAD_BYTES = 2_000;

  private final Intake intake;
  private final Settler settler;
  private final Salvage salvage;
  private final Batch batch;
  private final Commits commits;
  private final WorkerCounters counters;
  private final InstantSource clock;
  private final RetryRoom room;

  Judge(Place place, Batch batch, Commits commits) {
    Worker worker = place.worker();
    WorkerConfig config = worker.config();
    this.intake = new Intake(config.id(), worker.handlers().types(), place.cancels());
    this.settler =
        new Settler(config.id(), config.backoff(), config.groupHold(), worker.newRandom());
    this.salvage = worker.salvage();
    this.batch = batch;
    this.commits = commits;
    this.counters = worker.counters();
    this.clock = worker.clock();
    this.room = worker.retryRoom();
  }

  /**
   * Decides on a task that came.
   *
   * @return {@link Verdict.Run} or {@link Verdict.Alone} if the slot is to see to it; null if it is
   *     in the batch
   */
  @Nullable Verdict receive(Arrival arrival, TaskMessage message, boolean isAlone)
      throws ActiveMQException {
    Attempt earlier = salvage.take(message);
    int strikes = commits.strikes(message);
    if (strikes > 0 && earlier != null) {
      // What could not be committed on its own is not tried a third time.
      earlier.release();
      earlier = null;
    }
    if (strikes > 1) {
      batch.buryInSilence(arrival, message, UNSENDABLE);
      return null;
    }
    if (earlier != null) {
      // It was executed before its deadline or its cancel: work that is done is not thrown away.
      batch.settle(arrival, message, settle(message, earlier), earlier);
      return null;
    }
    Instant now = clock.instant();
    Verdict verdict =
        strikes > 0
            ? new Verdict.Fail(UNSENDABLE)
            : intake.decide(message, arrival.deliveries(), isAlone, now);
    if (verdict instanceof Verdict.Run || verdict instanceof Verdict.Alone) {
      return verdict;
    }
    if (verdict instanceof Verdict.Isolate) {
      batch.resend(arrival, message, message.envelope().suspected(), null);
      batch.count();
      counters.isolated.increment();
    } else if (verdict instanceof Verdict.Return) {
      batch.sendAway(arrival, message);
    } else {
      end(arrival, message, verdict, now);
    }
    return null;
  }

  /**
   * Looks whether a task that waits to be repeated here is over meanwhile.
   *
   * @return whether it is, and in the batch
   */
  boolean isOver(Attempt last) throws ActiveMQException {
    Instant now = clock.instant();
    Verdict verdict = intake.decide(last.message(), 1, true, now);
    return !(verdict instanceof Verdict.Run) && end(last.arrival(), last.message(), verdict, now);
  }

  private boolean end(Arrival arrival, TaskMessage message, Verdict verdict, Instant now)
      throws ActiveMQException {
    Settlement settlement = settler.settle(message, verdict, now);
    if (settlement == null) {
      return false;
    }
    batch.settle(arrival, message, settlement);
    return true;
  }

  /** What follows from how an attempt ended. */
  Settlement settle(Attempt attempt) {
    Settlement settlement = settle(attempt.message(), attempt);
    if (settlement instanceof Settlement.Retry retry) {
      Instant now = clock.instant();
      if (!room.enter(now, now.plus(retry.delay()), inMemory(attempt.message()))) {
        return new Settlement.Hold(retry.envelope(), retry.delay(), retry.reason());
      }
    }
    return settlement;
  }

  /** A streamed payload lies on the broker's disk. */
  private static long inMemory(TaskMessage message) {
    return message.task().payload() instanceof Payload.Text text
        ? OVERHEAD_BYTES + 2L * text.text().length()
        : OVERHEAD_BYTES;
  }

  private Settlement settle(TaskMessage message, Attempt attempt) {
    return settler.settle(
        message,
        attempt.number(),
        attempt.result(),
        attempt.firstStart(),
        attempt.start(),
        attempt.end());
  }

  /** How an attempt is to end because it was cancelled, if it was. */
  @Nullable AttemptResult cancelled(Attempt attempt) {
    return intake
        .cancelledBecause(attempt.message())
        .<AttemptResult>map(AttemptResult.Cancelled::new)
        .orElse(null);
  }
}
