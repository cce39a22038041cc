package dev.quiver.tasks;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;
import java.util.random.RandomGenerator;

/**
 * Names one task for ever. Whoever submits may choose it, and so make a submit idempotent.
 *
 * @param value a lower-case letter or digit, then lower-case letters, digits and dashes, at most 64
 */
public record TaskId(String value) implements Comparable<TaskId> {

  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int RANDOM_LENGTH = 20;

  public TaskId {
    Names.requireLowerCase(ValueName.TASK_ID, value);
  }

  /** A new one of 100 random bits; its first characters already tell tasks apart. */
  public static TaskId random(RandomGenerator random) {
    StringBuilder text = new StringBuilder(RANDOM_LENGTH);
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new TaskId(text.toString());
  }

  @Override
  public int compareTo(TaskId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
