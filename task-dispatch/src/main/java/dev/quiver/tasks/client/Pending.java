package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that was submitted here and has not ended. Its outcome may come before the broker's answer
 * to the submit, also the outcome of an earlier submit of the same id: it is held back until that
 * answer, which alone tells whether the id was known before. So the listener always hears of the
 * acceptance before the end.
 */
final class Pending {

  private static final Logger LOG = LoggerFactory.getLogger(Pending.class);

  private enum Fate {
    SUBMITTING,
    ACCEPTED,
    REFUSED
  }

  private static final AtomicReferenceFieldUpdater<Pending, Fate> FATE =
      AtomicReferenceFieldUpdater.newUpdater(Pending.class, Fate.class, "fate");

  private static final AtomicReferenceFieldUpdater<Pending, @Nullable Outcome> END =
      AtomicReferenceFieldUpdater.newUpdater(Pending.class, Outcome.class, "end");

  private final TaskId id;
  private final TaskType type;
  private final Destination destination;
  private final TaskListener listener;
  private final boolean permitted;
  private volatile Fate fate = Fate.SUBMITTING;

  /** Whether the listener has heard of the acceptance, and may hear of the end. */
  private volatile boolean told;

  /** How it ended, until the listener is told. */
  private volatile @Nullable Outcome end;

  /** What is sent; its payload is not kept once it was accepted. */
  private volatile @Nullable Task task;

  private volatile TaskStatus status;

  // Of the submitting thread alone.
  private boolean sent;
  private long firstSentNanos;
  private long perhapsAcceptedNanos;
  private boolean perhapsAccepted;

  /**
   * Makes one that is to be sent.
   *
   * @param permitted whether it counts against the limit of tasks in flight
   */
  Pending(Task task, Destination destination, TaskListener listener, boolean permitted) {
    this.id = task.id();
    this.type = task.type();
    this.task = task;
    this.destination = destination;
    this.listener = listener;
    this.permitted = permitted;
    this.status =
        new TaskStatus(
            id, task.type(), TaskStatus.State.SUBMITTING, null, 0, task.submittedAt(), null);
  }

  TaskId id() {
    return id;
  }

  TaskType type() {
    return type;
  }

  Destination destination() {
    return destination;
  }

  boolean permitted() {
    return permitted;
  }

  @Nullable Task task() {
    return task;
  }

  TaskStatus status() {
    TaskStatus known = status;
    return fate == Fate.ACCEPTED && known.state() == TaskStatus.State.SUBMITTING
        ? in(known, TaskStatus.State.WAITING)
        : known;
  }

  private static TaskStatus in(TaskStatus known, TaskStatus.State state) {
    return new TaskStatus(known.taskId(), known.type(), state, null, 0, known.submittedAt(), null);
  }

  boolean isAccepted() {
    return fate == Fate.ACCEPTED;
  }

  /** It goes out, perhaps again. */
  void sending(long nowNanos) {
    if (!sent) {
      sent = true;
      firstSentNanos = nowNanos;
    }
    if (!perhapsAccepted) {
      // What was rolled back for certain left no id with the broker.
      perhapsAcceptedNanos = nowNanos;
    }
  }

  /** It went out, and whether it arrived is not known. */
  void lostSight() {
    perhapsAccepted = true;
  }

  /** Whether the broker may hold it, and might by now take it a second time. */
  boolean isPastRetry(long nowNanos, long windowNanos) {
    return perhapsAccepted && nowNanos - perhapsAcceptedNanos > windowNanos;
  }

  long nanosSinceFirstSent(long nowNanos) {
    return nowNanos - firstSentNanos;
  }

  /** It may have been this client's own earlier send that made a duplicate of this one. */
  boolean wasPerhapsAccepted() {
    return perhapsAccepted;
  }

  void accepted(boolean knownBefore) {
    Task known = task;
    if (known != null && FATE.compareAndSet(this, Fate.SUBMITTING, Fate.ACCEPTED)) {
      task = null;
      tell(() -> listener.accepted(known, knownBefore));
      told = true;
      tellEnd();
    }
  }

  /** It is refused now, but its outcome is here: it was accepted at another time. */
  void refusedAfterEnd() {
    accepted(!perhapsAccepted);
  }

  /** Tells whether it was still open. */
  boolean refused(QuiverMessagingException why) {
    Task known = task;
    if (known == null || !FATE.compareAndSet(this, Fate.SUBMITTING, Fate.REFUSED)) {
      return false;
    }
    tell(() -> listener.refused(known, why));
    return true;
  }

  void progressed(Progress progress) {
    status =
        new TaskStatus(
            id,
            progress.type(),
            TaskStatus.State.RUNNING,
            progress.worker(),
            progress.attempt(),
            status.submittedAt(),
            null);
    tell(() -> listener.progressed(progress));
  }

  /** It has ended; the listener hears of it once it has heard of the acceptance. */
  void ended(Outcome outcome) {
    end = outcome;
    if (told) {
      tellEnd();
    }
  }

  /** Of two threads that come here, one tells it. */
  private void tellEnd() {
    Outcome outcome = end == null ? null : END.getAndSet(this, null);
    if (outcome != null) {
      tell(() -> listener.ended(outcome));
    }
  }

  /** The client is closed before it has ended. */
  void leftBehind() {
    ClientClosedException why = new ClientClosedException("task " + id + " has not ended");
    if (!refused(why)) {
      tell(() -> listener.leftBehind(id, why));
    }
  }

  /** A listener that throws harms nobody else's task. */
  private void tell(Runnable listening) {
    try {
      listening.run();
    } catch (RuntimeException e) {
      LOG.error("what listens to task {} failed", id, e);
    }
  }
}
