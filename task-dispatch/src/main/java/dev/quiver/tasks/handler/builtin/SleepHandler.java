package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * {@code demo.sleep}: sleeps as many milliseconds as its first argument says, or its payload if it
 * has none, and returns them. Reports progress. For trying failures by hand.
 */
final class SleepHandler implements TaskHandler {

  /** The longest sleep: a day. */
  static final long MAX_MS = TimeUnit.DAYS.toMillis(1);

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MAX_DIGITS = 9;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1," + MAX_DIGITS + "}");

  @Override
  public Set<TaskType> types() {
    return Set.of(new TaskType("demo.sleep"));
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context)
      throws IOException, InterruptedException {
    long ms = milliseconds(input.args().isEmpty() ? input.text() : input.args().get(0));
    long total = TimeUnit.MILLISECONDS.toNanos(ms);
    long start = System.nanoTime();
    for (long done = 0; done < total; done = System.nanoTime() - start) {
      context.checkCancelled();
      context.progress(
          (double) done / total, TimeUnit.NANOSECONDS.toMillis(done) + " of " + ms + " ms");
      TimeUnit.NANOSECONDS.sleep(Math.min(STEP_NANOS, total - done));
    }
    return new Payload.Text(Long.toString(ms));
  }

  private static long milliseconds(String text) {
    String trimmed = text.strip();
    if (!DIGITS.matcher(trimmed).matches() || Long.parseLong(trimmed) > MAX_MS) {
      throw new InvalidInputException(TaskReasons.say("sleep", MAX_MS));
    }
    return Long.parseLong(trimmed);
  }
}
