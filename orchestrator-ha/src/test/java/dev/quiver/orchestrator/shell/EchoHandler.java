package dev.quiver.orchestrator.shell;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives back what it got, and counts. */
final class EchoHandler implements TaskHandler {

  final AtomicInteger executed = new AtomicInteger();
  private final TaskType type;

  EchoHandler(String type) {
    this.type = new TaskType(type);
  }

  @Override
  public Set<TaskType> types() {
    return Set.of(type);
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws Exception {
    executed.incrementAndGet();
    return Payload.of(input.text());
  }
}
