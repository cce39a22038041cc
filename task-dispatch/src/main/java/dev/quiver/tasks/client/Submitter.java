package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.DiskFullException;
import dev.quiver.messaging.connection.DuplicateIdException;
import dev.quiver.messaging.connection.QueueMissingException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.tasks.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets batches of submits onto the broker's disk: a transaction a batch, again with the same
 * duplicate ids when its fate is unknown, singly when one of the batch is at fault. A batch that is
 * rolled back again and again is sent singly as well, and a task that is so by itself is refused
 * once the window has passed.
 */
final class Submitter {

  private static final Logger LOG = LoggerFactory.getLogger(Submitter.class);
  private static final int LOG_EVERY = 10;
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 1000;

  /**
   * A failover rolls a batch back once, perhaps twice; who is rolled back more often is at fault.
   */
  private static final int ROLLBACKS = 3;

  private final Wire wire;
  private final InFlight inFlight;
  private final long windowNanos;
  private final LongSupplier nanoTime;
  private final CountDownLatch closing;

  /** What the batches are sent through. */
  interface Wire {
    void send(Task task, Destination destination);

    void commit();

    void rollback();

    void forget(Task task, Destination destination);
  }

  Submitter(
      Wire wire,
      InFlight inFlight,
      Duration window,
      LongSupplier nanoTime,
      CountDownLatch closing) {
    this.wire = wire;
    this.inFlight = inFlight;
    this.windowNanos = window.toNanos();
    this.nanoTime = nanoTime;
    this.closing = closing;
  }

  /** Returns when each of the batch was accepted or refused. */
  void submit(List<Pending> batch) {
    int rollbacks = 0;
    for (int attempt = 1; ; attempt++) {
      QuiverMessagingException failure = attempt(batch);
      if (failure == null) {
        batch.forEach(each -> each.accepted(false));
        return;
      }
      wire.rollback();
      rollbacks = failure instanceof RolledBackException ? rollbacks + 1 : 0;
      if (isTransient(failure) && rollbacks < ROLLBACKS) {
        if (failure instanceof UnknownOutcomeException) {
          batch.forEach(Pending::lostSight);
        }
        List<Pending> left = withoutThePastOnes(batch, failure);
        if (left.isEmpty() || pauseUnlessClosing(attempt, left, failure)) {
          return;
        }
        if (left.size() < batch.size()) {
          submit(left);
          return;
        }
      } else if (batch.size() > 1 && !(failure instanceof DiskFullException)) {
        batch.forEach(each -> submit(List.of(each)));
        return;
      } else if (rollbacks >= ROLLBACKS && !isPastWindow(batch)) {
        if (pauseUnlessClosing(attempt, batch, failure)) {
          return;
        }
      } else {
        batch.forEach(each -> judge(each, failure));
        return;
      }
    }
  }

  /** Whether the first of them was tried so long ago that it is not tried again. */
  private boolean isPastWindow(List<Pending> batch) {
    return batch.get(0).nanosSinceFirstSent(nanoTime.getAsLong()) > windowNanos;
  }

  private @Nullable QuiverMessagingException attempt(List<Pending> batch) {
    try {
      for (Pending each : batch) {
        Task task = each.task();
        if (task != null) {
          each.sending(nanoTime.getAsLong());
          wire.send(task, each.destination());
        }
      }
      wire.commit();
      return null;
    } catch (QuiverMessagingException e) {
      return e;
    }
  }

  private static boolean isTransient(QuiverMessagingException failure) {
    return failure instanceof UnknownOutcomeException
        || failure instanceof RolledBackException
        || failure instanceof ConnectionLostException;
  }

  /** Only for a task that was sent alone does an error mean this task. */
  private void judge(Pending pending, QuiverMessagingException failure) {
    Task task = pending.task();
    if (failure instanceof DuplicateIdException) {
      pending.accepted(!pending.wasPerhapsAccepted());
    } else if (pending.wasPerhapsAccepted()) {
      // An earlier attempt may have arrived, whatever refuses this one.
      inFlight.refused(pending, unknown(pending, failure));
    } else if (failure instanceof QueueMissingException && task != null) {
      wire.forget(task, pending.destination());
      inFlight.refused(pending, pending.destination().missing(task));
    } else if (failure instanceof RolledBackException && pending.wasPerhapsAccepted()) {
      long since = pending.nanosSinceFirstSent(nanoTime.getAsLong());
      inFlight.refused(
          pending, new SubmitUnknownException(pending.id(), Duration.ofNanos(since), failure));
    } else {
      inFlight.refused(pending, failure);
    }
  }

  private SubmitUnknownException unknown(Pending pending, QuiverMessagingException failure) {
    Duration since = Duration.ofNanos(pending.nanosSinceFirstSent(nanoTime.getAsLong()));
    return new SubmitUnknownException(pending.id(), since, failure);
  }

  private List<Pending> withoutThePastOnes(List<Pending> batch, QuiverMessagingException failure) {
    long now = nanoTime.getAsLong();
    if (batch.stream().noneMatch(each -> each.isPastRetry(now, windowNanos))) {
      return batch;
    }
    for (Pending each : batch) {
      if (each.isPastRetry(now, windowNanos)) {
        inFlight.refused(each, unknown(each, failure));
      }
    }
    return batch.stream().filter(each -> !each.isPastRetry(now, windowNanos)).toList();
  }

  private boolean pauseUnlessClosing(
      int attempt, List<Pending> batch, QuiverMessagingException failure) {
    long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(attempt - 1, 10));
    if (attempt % LOG_EVERY == 0) {
      LOG.info(
          "{} submits wait for the broker after {} attempts: {}",
          batch.size(),
          attempt,
          failure.getMessage());
    }
    try {
      if (!closing.await(pause, TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Pending each : batch) {
      QuiverMessagingException why =
          each.wasPerhapsAccepted()
              ? unknown(each, failure)
              : new ClientClosedException("task " + each.id() + " was not sent");
      inFlight.refused(each, why);
    }
    return true;
  }
}
