package example;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Set;

/** Answers with the longest line of a text; the first one if there are several. */
public final class LongestLineHandler implements TaskHandler {

  @Override
  public Set<TaskType> types() {
    return Set.of(new TaskType("text.longest_line"));
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws IOException {
    String longest = null;
    long lines = 0;
    // reader() streams, and refuses what is not UTF-8 with the place where it is not.
    try (BufferedReader in = new BufferedReader(input.reader())) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (longest == null || line.length() > longest.length()) {
          longest = line;
        }
        if (++lines % 1000 == 0) {
          context.checkCancelled(); // A long loop asks now and then whether it is still wanted.
          context.progress(0, lines + " lines");
        }
      }
    }
    if (longest == null) {
      // No further attempt can mend an empty input: the task fails at once, with this reason.
      throw new InvalidInputException("the text is empty: give at least one line");
    }
    return Payload.of(longest);
  }
}
