package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskReasons;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The tasks that were submitted here and have not ended, a limited number. */
final class InFlight {

  private final Map<TaskId, Pending> tasks = new ConcurrentHashMap<>();
  private final Semaphore permits;
  private final int roomAtOnce;
  private final Recent recent;
  private final ClientListener listener;

  /** Of tasks that have ended, not given back yet; of the reading thread alone. */
  private int room;

  private final AtomicBoolean closed = new AtomicBoolean();

  InFlight(int most, Recent recent, ClientListener listener) {
    this.permits = new Semaphore(most);
    this.roomAtOnce = Math.max(1, Math.min(500, most / 8));
    this.recent = recent;
    this.listener = listener;
  }

  /**
   * Adds a task, waiting for room.
   *
   * @param wait whether to wait; the client's own threads must not, since they make room
   * @throws IllegalArgumentException if a task of that id is in flight
   * @throws ClientClosedException if the client is closed, also while this waits
   */
  Pending add(Task task, Destination destination, TaskListener heard, boolean wait)
      throws InterruptedException {
    boolean permitted = wait;
    if (wait) {
      permits.acquire();
    } else {
      permitted = permits.tryAcquire();
    }
    Pending pending = new Pending(task, destination, heard, permitted);
    if (tasks.putIfAbsent(task.id(), pending) != null) {
      release(pending);
      throw new IllegalArgumentException(
          "task " + task.id() + " was submitted here and has not ended yet: use another id");
    }
    if (closed.get() && tasks.remove(task.id(), pending)) {
      release(pending);
      throw new ClientClosedException("task " + task.id() + " was not sent");
    }
    return pending;
  }

  /** Nothing more is heard here: whoever waits for a task, or for room, is told so. */
  void close() {
    // Once: room beyond counting is given back, and those told may close in turn.
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    permits.release(Integer.MAX_VALUE / 2);
    for (Pending each : List.copyOf(tasks.values())) {
      if (tasks.remove(each.id(), each)) {
        each.leftBehind();
      }
    }
  }

  /** Takes an outcome from the inbox; one that is not the first of its task's life is dropped. */
  void ended(Outcome outcome) {
    if (!recent.add(outcome)) {
      return;
    }
    Pending pending = tasks.remove(outcome.facts().taskId());
    if (pending == null) {
      listener.unclaimed(outcome);
      return;
    }
    if (pending.permitted() && ++room >= roomAtOnce) {
      makeRoom();
    }
    pending.ended(outcome);
  }

  /**
   * Lets submits in for the tasks that have ended. Many at a time: one by one they would be sent in
   * a transaction each.
   */
  void makeRoom() {
    if (room > 0) {
      permits.release(room);
      room = 0;
    }
  }

  /** The task's outcome has come and cannot be taken here. */
  void unreadable(TaskId id, String why) {
    Pending pending = tasks.get(id);
    if (pending != null) {
      ended(
          new Outcome.Failed(
              new Outcome.Facts(id, pending.type(), null, null, 0, 0, null, Instant.now()),
              TaskReasons.say("outcome.untaken", why)));
    }
  }

  void progressed(Progress progress) {
    Pending pending = tasks.get(progress.taskId());
    if (pending != null) {
      pending.progressed(progress);
    }
    listener.progressed(progress);
  }

  void refused(Pending pending, QuiverMessagingException why) {
    if (pending.isAccepted()) {
      return;
    }
    if (tasks.remove(pending.id(), pending)) {
      release(pending);
      pending.refused(why);
    } else {
      pending.refusedAfterEnd();
    }
  }

  @Nullable TaskStatus status(TaskId id) {
    Pending pending = tasks.get(id);
    return pending == null ? recent.of(id) : pending.status();
  }

  int size() {
    return tasks.size();
  }

  private void release(Pending pending) {
    if (pending.permitted()) {
      permits.release();
    }
  }
}
