package dev.quiver.tasks.history;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.util.Set;

/** A handler whose executions are recorded. */
public final class RecordedHandler implements TaskHandler {

  private final TaskHandler inner;
  private final TaskHistory history;
  private final WorkerId worker;

  public RecordedHandler(TaskHandler inner, TaskHistory history, WorkerId worker) {
    this.inner = inner;
    this.history = history;
    this.worker = worker;
  }

  @Override
  public Set<TaskType> types() {
    return inner.types();
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws Exception {
    history.execution(
        HistoryEvent.Kind.EXECUTION_BEGUN, context.taskId(), worker, context.attempt());
    try {
      return inner.handle(input, context);
    } finally {
      history.execution(
          HistoryEvent.Kind.EXECUTION_ENDED, context.taskId(), worker, context.attempt());
    }
  }
}
