package dev.quiver.orchestrator;

import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;

/** What a pause, a resume or a drain is about. */
public sealed interface Target {

  /** The key under which a pause of it is recorded. */
  String key();

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
