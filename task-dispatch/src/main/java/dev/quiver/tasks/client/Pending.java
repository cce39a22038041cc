package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A task that was submitted here and has not ended. Its outcome may come before the broker's
 * confirmation of the submit; whichever thread is first tells the listener of the acceptance, so
 * that it always hears of that before the end.
 */
final class Pending {

  private enum Fate {
    SUBMITTING,
    ACCEPTED,
    REFUSED
  }

  private static final AtomicReferenceFieldUpdater<Pending, Fate> FATE =
      AtomicReferenceFieldUpdater.newUpdater(Pending.class, Fate.class, "fate");

  private final TaskId id;
  private final Destination destination;
  private final TaskListener listener;
  private final boolean permitted;
  private volatile Fate fate = Fate.SUBMITTING;

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
      listener.accepted(known, knownBefore);
    }
  }

  /** Tells whether it was still open. */
  boolean refused(QuiverMessagingException why) {
    Task known = task;
    if (known == null || !FATE.compareAndSet(this, Fate.SUBMITTING, Fate.REFUSED)) {
      return false;
    }
    listener.refused(known, why);
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
    listener.progressed(progress);
  }

  void ended(Outcome outcome) {
    accepted(false);
    listener.ended(outcome);
  }
}
