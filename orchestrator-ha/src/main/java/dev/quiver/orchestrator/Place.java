package dev.quiver.orchestrator;

import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;

/** A queue in which a task that has not ended can be. A task is in exactly one. */
public sealed interface Place {

  /** {@code tasks.submit.<type>.<class>}: it waits to be assigned. */
  record Submit(TaskType type, TaskClass taskClass) implements Place {}

  /** {@code tasks.assigned.<worker>}: an orchestrator gave it to that worker. */
  record Assigned(WorkerId worker) implements Place {}

  /** {@code tasks.held.<type>}: its predecessor in the group has not ended. */
  record Held(TaskType type) implements Place {}

  /** {@code tasks.worker.<worker>}: its submitter wants that worker and no other. */
  record Named(WorkerId worker) implements Place {}

  /** {@code tasks.expired}: the broker saw its time-to-live pass; it still gets its outcome. */
  record Expired() implements Place {}
}
