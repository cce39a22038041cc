package dev.quiver.tasks;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.messaging.text.ValueName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work, as its submitter described it. It never changes; what changes from hop to hop
 * (the attempt, who submitted it) travels beside it, see {@code wire}.
 *
 * @param id names it for ever
 * @param batch what it was submitted together with, if anything
 * @param type which handler executes it
 * @param args parameters of the type, such as the argument vector of {@code exec}
 * @param payload what it works on
 * @param taskClass how urgent it is
 * @param submittedAt when it was submitted, by the submitter's clock
 * @param deadline after this instant it is not started any more
 * @param notBefore before this instant it is not started
 * @param timeout how long one attempt may take
 * @param maxAttempts how often it is tried before it is dead; 1 or more
 * @param group tasks of one group and type run one after the other, in order
 */
public record Task(
    TaskId id,
    @Nullable BatchId batch,
    TaskType type,
    List<String> args,
    Payload payload,
    TaskClass taskClass,
    Instant submittedAt,
    @Nullable Instant deadline,
    @Nullable Instant notBefore,
    Duration timeout,
    int maxAttempts,
    @Nullable String group) {

  /** How long one attempt may take unless the task says otherwise. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

  /** How often a task is tried unless it says otherwise. */
  public static final int DEFAULT_MAX_ATTEMPTS = 3;

  public Task {
    args = List.copyOf(args);
    if (maxAttempts < 1 || maxAttempts > 1000) {
      throw UnusableValueException.of("value.task.attempts", maxAttempts);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw UnusableValueException.of("value.task.timeout", timeout);
    }
    if (group != null) {
      Names.requireWord(ValueName.GROUP, group);
      if (notBefore != null) {
        throw UnusableValueException.of("value.task.groupLater");
      }
    }
  }

  /** A task of normal class, the default timeout and attempts, and nothing else asked for. */
  public static Task of(TaskId id, TaskType type, Payload payload, Instant submittedAt) {
    return new Task(
        id,
        null,
        type,
        List.of(),
        payload,
        TaskClass.NORMAL,
        submittedAt,
        null,
        null,
        DEFAULT_TIMEOUT,
        DEFAULT_MAX_ATTEMPTS,
        null);
  }
}
