package dev.quiver.tasks;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;

/**
 * Names one worker; the queue of what is addressed to it bears this name.
 *
 * @param value a letter or digit, then letters, digits, dashes and underscores, at most 64
 */
public record WorkerId(String value) implements Comparable<WorkerId> {

  public WorkerId {
    Names.requireWord(ValueName.WORKER_ID, value);
  }

  @Override
  public int compareTo(WorkerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
