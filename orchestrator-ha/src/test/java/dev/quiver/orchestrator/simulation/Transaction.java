package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.tasks.WorkerId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one commit does: acknowledge here, produce there, all or nothing. */
final class Transaction {

  record Ack(Queue queue, Message message) {}

  /**
   * @param epoch the reign that assigned it; 0 if it is in no assigned queue
   */
  record Send(Place to, TaskHeader task, long notBeforeMs, long epoch) {}

  record Result(TaskHeader task, TaskState state, boolean executed) {}

  /** An event on the topic; {@code worker} none when an orchestrator ended the task. */
  record Told(@Nullable WorkerId worker, TaskKey task, int attempt, long epoch, TaskState state) {}

  final List<Ack> acks = new ArrayList<>();
  final List<Send> sends = new ArrayList<>();
  final List<Result> results = new ArrayList<>();
  final List<Told> told = new ArrayList<>();
  final List<StateEntry> recorded = new ArrayList<>();
  final List<Runnable> accepted = new ArrayList<>();

  /** The reign it belongs to; 0 for a worker's. */
  long epoch;

  boolean isEmpty() {
    return acks.isEmpty() && sends.isEmpty() && recorded.isEmpty() && accepted.isEmpty();
  }
}
