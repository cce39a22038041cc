package dev.quiver.tasks.worker;

import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.handler.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;

/** Why an attempt failed, in words for whoever submitted the task. */
final class Reasons {

  private static final String OURS = "dev.quiver.";

  private Reasons() {}

  /**
   * What was thrown. The name of its class is told where the message alone may say nothing, as with
   * a number that is out of range; not where the message is a sentence.
   */
  static String of(Throwable problem) {
    String text = problem.getMessage();
    String reason;
    if (problem instanceof UncheckedIOException && problem.getCause() != null) {
      return of(problem.getCause());
    } else if (text == null) {
      reason = problem.getClass().getSimpleName();
    } else if (problem instanceof NoSuchFileException absent) {
      reason = TaskReasons.say("file.absent", absent.getFile());
    } else if (problem instanceof AccessDeniedException denied) {
      reason = TaskReasons.say("file.denied", denied.getFile());
    } else if (problem instanceof InvalidInputException
        || problem.getClass() == IOException.class
        || problem.getClass().getName().startsWith(OURS)) {
      reason = text;
    } else {
      reason = problem.getClass().getSimpleName() + ": " + text;
    }
    // Half of a character, which a message cannot hold, becomes a question mark.
    return new String(reason.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** That it ran longer than it may. */
  static String overTime(Duration limit) {
    return TaskReasons.say("overTime", shown(limit));
  }

  /** A length of time as people write it. */
  static String shown(Duration time) {
    if (time.toMillis() < 1_000) {
      return time.toMillis() + " ms";
    }
    boolean wholeMinutes = time.toSeconds() >= 120 && time.toSeconds() % 60 == 0;
    return wholeMinutes && time.toMillisPart() == 0
        ? time.toMinutes() + " min"
        : time.toSeconds()
            + (time.toMillisPart() == 0 ? "" : ".%03d".formatted(time.toMillisPart()))
            + " s";
  }
}
