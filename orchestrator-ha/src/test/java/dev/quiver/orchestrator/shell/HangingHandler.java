package dev.quiver.orchestrator.shell;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Begins and does not end until it is interrupted or let go. */
final class HangingHandler implements TaskHandler {

  final AtomicInteger started = new AtomicInteger();
  final CountDownLatch open = new CountDownLatch(1);
  private final TaskType type;

  HangingHandler(String type) {
    this.type = new TaskType(type);
  }

  @Override
  public Set<TaskType> types() {
    return Set.of(type);
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws Exception {
    started.incrementAndGet();
    open.await();
    return new Payload.Text("let go");
  }
}
