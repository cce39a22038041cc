package dev.quiver.tasks.client;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.wire.WireProperties;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.jspecify.annotations.Nullable;

/** Which of the dead tasks. */
public sealed interface DeadSelection {

  /** Every one. */
  static DeadSelection all() {
    return new All();
  }

  /** One task. */
  static DeadSelection of(TaskId id) {
    return new OfId(id);
  }

  /** All of a type. */
  static DeadSelection of(TaskType type) {
    return new OfType(type);
  }

  /** All of a batch. */
  static DeadSelection of(BatchId batch) {
    return new OfBatch(batch);
  }

  /** What is no task. */
  static DeadSelection rejected() {
    return new Rejected();
  }

  /** As a selector; none for all. Ids and types have no character that means something there. */
  @Nullable SimpleString selector();

  /** Every one. */
  record All() implements DeadSelection {
    @Override
    public @Nullable SimpleString selector() {
      return null;
    }
  }

  /** What is no task, and so is of no type. */
  record Rejected() implements DeadSelection {
    @Override
    public SimpleString selector() {
      return SimpleString.of(WireProperties.TASK_TYPE + " IS NULL");
    }
  }

  /** One task. */
  record OfId(TaskId id) implements DeadSelection {
    @Override
    public SimpleString selector() {
      return SimpleString.of(WireProperties.TASK_ID + " = '" + id.value() + "'");
    }
  }

  /** All of a type. */
  record OfType(TaskType type) implements DeadSelection {
    @Override
    public SimpleString selector() {
      return SimpleString.of(WireProperties.TASK_TYPE + " = '" + type.name() + "'");
    }
  }

  /** All of a batch. */
  record OfBatch(BatchId batch) implements DeadSelection {
    @Override
    public SimpleString selector() {
      return SimpleString.of(WireProperties.TASK_BATCH + " = '" + batch.value() + "'");
    }
  }
}
