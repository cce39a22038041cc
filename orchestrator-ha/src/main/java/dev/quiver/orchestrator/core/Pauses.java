package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.Target;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an admin has paused or drained. */
final class Pauses {

  /** By key, whether it is drained as well. */
  private final SortedMap<String, Boolean> paused = new TreeMap<>();

  void apply(StateEntry.Pause entry) {
    if (entry.paused()) {
      paused.put(entry.target().key(), entry.drained());
    } else {
      paused.remove(entry.target().key());
    }
  }

  /** The entry that describes the target as it is now. */
  StateEntry.Pause entry(Target target) {
    Boolean drained = paused.get(target.key());
    return new StateEntry.Pause(target, drained != null, drained != null && drained);
  }

  boolean isEverythingPaused() {
    return paused.containsKey(new Target.Everything().key());
  }

  boolean isPaused(TaskType type) {
    return isEverythingPaused() || paused.containsKey(new Target.OneType(type).key());
  }

  boolean isPaused(WorkerId worker) {
    return !paused.isEmpty()
        && (isEverythingPaused() || paused.containsKey(new Target.OneWorker(worker).key()));
  }

  /** Whether its waiting tasks go to others although it is alive. */
  boolean isDrained(WorkerId worker) {
    return paused.getOrDefault(new Target.OneWorker(worker).key(), false);
  }
}
