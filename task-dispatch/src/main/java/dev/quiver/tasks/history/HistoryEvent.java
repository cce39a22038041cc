package dev.quiver.tasks.history;

import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history.
 *
 * @param at when, by the clock of the machine
 * @param process who; unlike any other process, also the next one of the same role
 * @param kind what
 * @param taskId of which task; none for what is about no single task
 * @param worker which worker ended the task, or executes it
 * @param attempt which attempt it is, from 1; 0 if that is not known
 * @param generation how often the task had been requeued from the dead
 * @param outcome the outcome's label
 * @param message the number of the broker's message and of the place in it that brought it: the
 *     same one if it is delivered again
 * @param epoch the reign of the orchestrator that did it
 */
public record HistoryEvent(
    Instant at,
    String process,
    Kind kind,
    @Nullable String taskId,
    @Nullable String worker,
    int attempt,
    int generation,
    @Nullable String outcome,
    @Nullable Long message,
    @Nullable Long epoch) {

  /** What can happen. */
  public enum Kind {
    /** A process begins to record. */
    STARTED("started", false),
    /** A client is about to submit a task. */
    SUBMIT_INVOKED("submit.invoked", true),
    /** The submit returned: the task is on the broker's disk. */
    SUBMIT_RETURNED("submit.returned", true),
    /** The submit was refused: the task is certainly not there. */
    SUBMIT_REFUSED("submit.refused", true),
    /** The client gave up without knowing whether the task is there. */
    SUBMIT_UNKNOWN("submit.unknown", true),
    /** A worker begins an attempt. */
    EXECUTION_BEGUN("execution.begun", true),
    /** The attempt's handler returned, or threw; the outcome is not on disk yet. */
    EXECUTION_ENDED("execution.ended", true),
    /** A client received an outcome. */
    OUTCOME_RECEIVED("outcome.received", true),
    /** An orchestrator leads from now on. */
    REIGN_BEGUN("reign.begun", false),
    /** A leader is about to commit a transaction of tasks. */
    COMMIT_INVOKED("commit.invoked", false),
    /** That commit returned: it counts. */
    COMMIT_RETURNED("commit.returned", false);

    private final String label;
    private final boolean ofTask;

    Kind(String label, boolean ofTask) {
      this.label = label;
      this.ofTask = ofTask;
    }

    /** The name in a history. */
    public String label() {
      return label;
    }

    /** Whether such an event names a task. */
    boolean isOfTask() {
      return ofTask;
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    static Kind of(String label) {
      for (Kind each : values()) {
        if (each.label.equals(label)) {
          return each;
        }
      }
      throw new IllegalArgumentException(
          "there is no event \""
              + label
              + "\": there are "
              + Arrays.stream(values()).map(Kind::label).collect(Collectors.joining(", ")));
    }
  }

  public HistoryEvent {
    if (kind.isOfTask() && taskId == null) {
      throw new IllegalArgumentException("the event " + kind.label() + " names no task: taskId");
    }
    if (kind == Kind.OUTCOME_RECEIVED && outcome == null) {
      throw new IllegalArgumentException("an outcome that does not say which: outcome");
    }
    boolean needsEpoch =
        kind == Kind.REIGN_BEGUN || kind == Kind.COMMIT_INVOKED || kind == Kind.COMMIT_RETURNED;
    if (needsEpoch && epoch == null) {
      throw new IllegalArgumentException("the event " + kind.label() + " names no reign: epoch");
    }
  }

  /** An event of a task that says no more than that. */
  public static HistoryEvent ofTask(Instant at, String process, Kind kind, String taskId) {
    return new HistoryEvent(at, process, kind, taskId, null, 0, 0, null, null, null);
  }

  /** An event of a reign. */
  public static HistoryEvent ofReign(Instant at, String process, Kind kind, long epoch) {
    return new HistoryEvent(at, process, kind, null, null, 0, 0, null, null, epoch);
  }
}
