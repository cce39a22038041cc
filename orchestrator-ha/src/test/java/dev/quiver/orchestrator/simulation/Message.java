package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.TaskHeader;
import org.jspecify.annotations.Nullable;

/** One message with a task, in one queue. */
final class Message {
  final long position;
  final TaskHeader task;
  final long notBeforeMs;
  int deliveries;
  @Nullable Connection holder;

  Message(long position, TaskHeader task, long notBeforeMs) {
    this.position = position;
    this.task = task;
    this.notBeforeMs = notBeforeMs;
  }
}
