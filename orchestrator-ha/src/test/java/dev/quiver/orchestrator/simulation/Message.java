package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.TaskHeader;
import org.jspecify.annotations.Nullable;

/** One message with a task, in one queue. */
final class Message {
  final long position;
  final TaskHeader task;
  final long notBeforeMs;
  final long epoch;
  int deliveries;
  @Nullable Connection holder;

  Message(long position, TaskHeader task, long notBeforeMs, long epoch) {
    this.position = position;
    this.task = task;
    this.notBeforeMs = notBeforeMs;
    this.epoch = epoch;
  }
}
