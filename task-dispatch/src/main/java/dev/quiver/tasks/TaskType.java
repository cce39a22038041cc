package dev.quiver.tasks;

import dev.quiver.messaging.text.Names;

/**
 * What kind of work a task is, and so which handler executes it.
 *
 * @param name dotted lower-case words, such as {@code text.count_words}, at most 128 characters
 */
public record TaskType(String name) implements Comparable<TaskType> {

  public TaskType {
    Names.requireType(name);
  }

  @Override
  public int compareTo(TaskType other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
