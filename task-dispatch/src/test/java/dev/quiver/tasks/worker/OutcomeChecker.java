package dev.quiver.tasks.worker;

import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the tasks that were accepted with the outcomes that were recorded.
 *
 * @param lost accepted, and no outcome
 * @param doubled more than one outcome
 * @param unexpected an outcome, and never submitted
 */
record OutcomeChecker(Set<String> lost, Set<String> doubled, Set<String> unexpected) {

  static OutcomeChecker check(List<Task> accepted, Map<String, List<Outcome>> recorded) {
    Set<String> submitted =
        accepted.stream()
            .map(each -> each.id().value())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> lost = new TreeSet<>(submitted);
    lost.removeAll(recorded.keySet());
    Set<String> doubled = new TreeSet<>();
    recorded.forEach(
        (id, outcomes) -> {
          if (outcomes.size() > 1) {
            doubled.add(id);
          }
        });
    Set<String> unexpected = new TreeSet<>(recorded.keySet());
    unexpected.removeAll(submitted);
    return new OutcomeChecker(lost, doubled, unexpected);
  }

  boolean holds() {
    return lost.isEmpty() && doubled.isEmpty() && unexpected.isEmpty();
  }
}
