package dev.quiver.numbers.draw;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Random numbers of a range without repetition, as long as the range allows; when all were drawn,
 * all of them are there again.
 *
 * <p>A Fisher-Yates shuffle done one step a draw, of which only the places that differ from their
 * number are remembered: the memory goes with what was drawn, not with the range.
 */
public final class DistinctNumbers {

  private final NumberRange range;
  private final RandomGenerator random;
  private final Map<Long, Long> moved = new HashMap<>();
  private long left;

  public DistinctNumbers(NumberRange range, RandomGenerator random) {
    this.range = range;
    this.random = random;
    this.left = range.size();
  }

  /** The next number: none that was drawn before, until all were. */
  public int next() {
    if (left == 0) {
      left = range.size();
      moved.clear();
    }
    long chosen = random.nextLong(left);
    long last = --left;
    Long atLast = moved.remove(last);
    long replacement = atLast == null ? last : atLast;
    if (chosen == last) {
      return at(replacement);
    }
    Long drawn = moved.put(chosen, replacement);
    return at(drawn == null ? chosen : drawn);
  }

  private int at(long offset) {
    return Math.toIntExact(range.min() + offset);
  }
}
