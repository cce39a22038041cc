package dev.quiver.numbers.draw;

/**
 * The integers that may be drawn.
 *
 * @param min the least
 * @param max the greatest, not less than {@code min}
 */
public record NumberRange(int min, int max) {

  public NumberRange {
    if (max < min) {
      throw new IllegalArgumentException(
          "the range from "
              + min
              + " to "
              + max
              + " is empty: give a --max that is not less than --min");
    }
  }

  /** How many there are; up to 2^32. */
  public long size() {
    return (long) max - min + 1;
  }
}
