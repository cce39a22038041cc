package dev.quiver.tasks.client;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.WorkerId;

/** Where a task is sent. */
public sealed interface Destination {

  /** To whichever worker of the task's type is free. */
  static Destination pool() {
    return Pool.INSTANCE;
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
