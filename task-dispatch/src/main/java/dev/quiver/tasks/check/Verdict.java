package dev.quiver.tasks.check;

import org.jspecify.annotations.Nullable;

/**
 * What the histories say to one property.
 *
 * @param checked how many cases there could have been: tasks, outcomes or commits
 * @param found how many there were
 * @param first the first of them, if any: a task, or what an orchestrator did
 */
public record Verdict(Property property, long checked, long found, @Nullable String first) {

  /** How many promises it breaks; none if the property is no rule. */
  public long violations() {
    return property.isRule() ? found : 0;
  }

  /** Whether what was promised was kept. */
  public boolean holds() {
    return violations() == 0;
  }
}
