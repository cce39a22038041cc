package dev.quiver.tasks;

import dev.quiver.messaging.text.UnusableValueException;
import java.util.Locale;

/**
 * How urgent a task is. In a pool this is the message's JMS priority, which the broker heeds while
 * the queue is in memory and not while it is paged; an orchestrator has a queue a class and always
 * heeds it.
 */
public enum TaskClass {
  HIGH(7),
  NORMAL(4),
  LOW(1);

  private final int jmsPriority;

  TaskClass(int jmsPriority) {
    this.jmsPriority = jmsPriority;
  }

  /** The priority of the message, 0 (lowest) to 9. */
  public int jmsPriority() {
    return jmsPriority;
  }

  /** The name on the wire and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The class of that name.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static TaskClass of(String label) {
    for (TaskClass each : values()) {
      if (each.label().equals(label)) {
        return each;
      }
    }
    throw UnusableValueException.of("value.task.class", label);
  }
}
