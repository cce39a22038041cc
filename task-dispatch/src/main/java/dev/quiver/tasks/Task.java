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
 * @param args parameters of the type, such as the argument vector of {@code exec}; at most {@value
 *     #MAX_ARGS} of at most {@value #MAX_ARG_CHARS} characters
 * @param payload what it works on
 * @param taskClass how urgent it is
 * @param submittedAt when it was submitted, by the submitter's clock
 * @param deadline after this instant it is not started any more
 * @param notBefore before this instant it is not started
 * @param timeout how long one attempt may take, in whole milliseconds from 1
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

  /** As many arguments as a message can carry whatever they are. */
  public static final int MAX_ARGS = 19_900;

  /** The longest argument. */
  public static final int MAX_ARG_CHARS = 64 * 1024;

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(36_500);
  private static final Instant END_OF_9999 = Instant.parse("+10000-01-01T00:00:00Z");

  public Task {
    args = List.copyOf(args);
    if (args.size() > MAX_ARGS) {
      throw UnusableValueException.of("value.task.arguments", args.size(), MAX_ARGS);
    }
    for (String arg : args) {
      if (arg.length() > MAX_ARG_CHARS) {
        throw UnusableValueException.of("value.task.argument", arg.length(), MAX_ARG_CHARS);
      }
    }
    requireSendable(submittedAt);
    requireSendable(deadline);
    requireSendable(notBefore);
    if (maxAttempts < 1 || maxAttempts > 1000) {
      throw UnusableValueException.of("value.task.attempts", maxAttempts);
    }
    if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw UnusableValueException.of("value.task.timeout", timeout);
    }
    if (group != null) {
      Names.requireWord(ValueName.GROUP, group);
      if (notBefore != null) {
        throw UnusableValueException.of("value.task.groupLater");
      }
    }
  }

  private static void requireSendable(@Nullable Instant time) {
    if (time != null && (time.isBefore(Instant.EPOCH) || !time.isBefore(END_OF_9999))) {
      throw UnusableValueException.of("value.task.time", time);
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
