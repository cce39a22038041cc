package dev.quiver.tasks.client;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import org.jspecify.annotations.Nullable;

/** Where a task is sent. */
public sealed interface Destination {

  /** To whichever worker of the task's type is free. */
  static Destination pool() {
    return Pool.INSTANCE;
  }

  /**
   * To the orchestrator, which gives it to a worker of its type. What is streamed goes to the pool:
   * an orchestrator does not carry large inputs.
   */
  static Destination orchestrator() {
    return Orchestrator.INSTANCE;
  }

  /** To that worker, and nobody else; it waits there for it. */
  static Destination worker(WorkerId worker) {
    return new ToWorker(worker);
  }

  /** The queue that takes it. */
  String address(Addresses addresses, Task task);

  /** Equal for tasks that go into the same queue; cheaper than its name. */
  Object key(Task task);

  /** What to say if that queue does not exist. */
  QuiverMessagingException missing(Task task);

  /** To whichever worker of the task's type is free. */
  enum Pool implements Destination {
    INSTANCE;

    @Override
    public String address(Addresses addresses, Task task) {
      return addresses.taskPool(task.type().name());
    }

    @Override
    public Object key(Task task) {
      return task.type();
    }

    @Override
    public QuiverMessagingException missing(Task task) {
      return new UnknownTypeException(task.type());
    }
  }

  /** To the orchestrator. */
  enum Orchestrator implements Destination {
    INSTANCE;

    private record Key(TaskType type, @Nullable TaskClass taskClass) {}

    @Override
    public String address(Addresses addresses, Task task) {
      return isStreamed(task)
          ? addresses.taskPool(task.type().name())
          : addresses.taskSubmit(task.type().name(), task.taskClass().label());
    }

    @Override
    public Object key(Task task) {
      return new Key(task.type(), isStreamed(task) ? null : task.taskClass());
    }

    @Override
    public QuiverMessagingException missing(Task task) {
      return new UnknownTypeException(task.type());
    }

    private static boolean isStreamed(Task task) {
      return task.payload() instanceof Payload.Streamed;
    }
  }

  /** To that worker. */
  record ToWorker(WorkerId worker) implements Destination {
    @Override
    public String address(Addresses addresses, Task task) {
      return addresses.taskWorker(worker.value());
    }

    @Override
    public Object key(Task task) {
      return worker;
    }

    @Override
    public QuiverMessagingException missing(Task task) {
      return new UnknownWorkerException(worker);
    }
  }
}
