package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.history.HistoryEvent.Kind;
import dev.quiver.tasks.history.TaskHistory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records what a client submits and receives, if anybody wants to know. */
final class ClientHistory {

  private final TaskHistory history;

  /**
   * Whether the results are shared with clients of other times, whose outcomes lie there too and
   * are no business of this one's history.
   */
  private final boolean shared;

  private final Set<TaskId> own = ConcurrentHashMap.newKeySet();

  ClientHistory(TaskHistory history, boolean shared) {
    this.history = history;
    this.shared = shared;
  }

  private boolean isWanted() {
    return history != TaskHistory.NONE;
  }

  /** A task is about to be sent. */
  void invoked(TaskId task) {
    if (isWanted()) {
      if (shared) {
        own.add(task);
      }
      history.submit(Kind.SUBMIT_INVOKED, task);
    }
  }

  /** An outcome came, perhaps not for the first time. */
  void received(Outcome outcome, long message) {
    if (isWanted() && (!shared || own.contains(outcome.facts().taskId()))) {
      history.received(outcome, message);
    }
  }

  /** The same listener, which is told after the history. */
  TaskListener recording(TaskListener listener) {
    return isWanted() ? new Recording(listener) : listener;
  }

  private final class Recording implements TaskListener {

    private final TaskListener inner;

    Recording(TaskListener inner) {
      this.inner = inner;
    }

    @Override
    public void accepted(Task task, boolean knownBefore) {
      history.submit(Kind.SUBMIT_RETURNED, task.id());
      inner.accepted(task, knownBefore);
    }

    @Override
    public void refused(Task task, QuiverMessagingException why) {
      boolean unknown = why instanceof SubmitUnknownException;
      history.submit(unknown ? Kind.SUBMIT_UNKNOWN : Kind.SUBMIT_REFUSED, task.id());
      inner.refused(task, why);
    }

    @Override
    public void progressed(Progress progress) {
      inner.progressed(progress);
    }

    @Override
    public void ended(Outcome outcome) {
      inner.ended(outcome);
    }
  }
}
