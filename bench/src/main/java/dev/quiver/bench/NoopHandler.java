package dev.quiver.bench;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.util.Set;

/** Gives back what it gets, so that all that is measured is the way there and back. */
final class NoopHandler implements TaskHandler {

  static final TaskType TYPE = new TaskType("bench.noop");

  @Override
  public Set<TaskType> types() {
    return Set.of(TYPE);
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) {
    return input.payload();
  }
}
