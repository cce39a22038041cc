package dev.quiver.orchestrator;

import dev.quiver.tasks.Outcome;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the events say about a task, in the order in which one attempt goes through them. */
public enum TaskState {
  /** It was assigned and is not any more: whoever had it gave it back, or is gone. */
  WAITING,
  ASSIGNED,
  RETRYING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  EXPIRED,
  DEAD;

  private static final Map<String, TaskState> BY_LABEL =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TaskState::label, each -> each));

  private final String label = name().toLowerCase(Locale.ROOT);

  /** Whether it is the task's outcome: nothing comes after it in this generation. */
  public boolean isFinal() {
    return compareTo(RETRYING) > 0;
  }

  /** The word on the wire; for an outcome {@link Outcome#label()}. */
  public String label() {
    return label;
  }

  /**
   * The state of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TaskState of(String label) {
    TaskState state = BY_LABEL.get(label);
    if (state == null) {
      throw new IllegalArgumentException(OrchestratorReasons.say("refused.state", label));
    }
    return state;
  }
}
