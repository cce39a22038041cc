package dev.quiver.orchestrator;

import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;

/** What a pause, a resume or a drain is about. */
public sealed interface Target {

  /** The key under which a pause of it is recorded. */
  String key();

  /**
   * The target of that key.
   *
   * @throws UnusableValueException if there is none
   */
  static Target of(String key) {
    if (key.equals(new Everything().key())) {
      return new Everything();
    }
    if (key.startsWith("worker/")) {
      return new OneWorker(new WorkerId(key.substring("worker/".length())));
    }
    if (key.startsWith("type/")) {
      return new OneType(new TaskType(key.substring("type/".length())));
    }
    throw UnusableValueException.of("value.target", key);
  }

  /** The whole installation. */
  record Everything() implements Target {
    @Override
    public String key() {
      return "everything";
    }
  }

  /** One worker. */
  record OneWorker(WorkerId worker) implements Target {
    @Override
    public String key() {
      return "worker/" + worker;
    }
  }

  /** One type of tasks. */
  record OneType(TaskType type) implements Target {
    @Override
    public String key() {
      return "type/" + type;
    }
  }
}
