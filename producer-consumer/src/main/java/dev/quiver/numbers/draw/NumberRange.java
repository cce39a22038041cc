package dev.quiver.numbers.draw;

import dev.quiver.messaging.text.UnusableValueException;

/**
 * The integers that may be drawn.
 *
 * @param min the least
 * @param max the greatest, not less than {@code min}
 */
public record NumberRange(int min, int max) {

  public NumberRange {
    if (max < min) {
      throw UnusableValueException.of("value.numbers.range", min, max);
    }
  }

  /** How many there are; up to 2^32. */
  public long size() {
    return (long) max - min + 1;
  }
}
