package dev.quiver.bench;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.util.Set;

/**
 * Says at once that it runs, and holds its slot for so many milliseconds, to be killed meanwhile.
 */
final class HoldHandler implements TaskHandler {

  static final TaskType TYPE = new TaskType("bench.hold");

  @Override
  public Set<TaskType> types() {
    return Set.of(TYPE);
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws Exception {
    context.progress(0, "runs");
    Thread.sleep(Long.parseLong(((Payload.Text) input.payload()).text()));
    return Payload.of("held");
  }
}
