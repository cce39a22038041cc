package dev.quiver.numbers;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of sequence numbers of one run, written as ranges: {@code 1-3,7}. Never changes.
 *
 * <p>Each lies between 1 and {@link Run#MAX_COUNT}, so that what a hostile message claims takes
 * little memory.
 */
public final class Sequences {

  private static final Sequences NONE = new Sequences(new BitSet());
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,7})(?:-([0-9]{1,7}))?");

  private final BitSet members;

  private Sequences(BitSet members) {
    this.members = members;
  }

  /** The empty set. */
  public static Sequences none() {
    return NONE;
  }

  /** The set of that one. */
  public static Sequences of(int sequence) {
    return range(sequence, sequence);
  }

  /** All from the first to the last; none if the last is less than the first. */
  public static Sequences range(int first, int last) {
    BitSet members = new BitSet();
    add(members, first, last);
    return new Sequences(members);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is something else, or out of bounds
   */
  public static Sequences parse(String text) {
    BitSet members = new BitSet();
    if (!text.isEmpty()) {
      for (String part : text.split(",", -1)) {
        Matcher range = RANGE.matcher(part);
        if (!range.matches()) {
          throw new IllegalArgumentException(
              "\"" + part + "\" is no range of sequences such as 3 or 1-7");
        }
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        if (last < first) {
          throw new IllegalArgumentException("the range " + part + " ends before it begins");
        }
        add(members, first, last);
      }
    }
    return new Sequences(members);
  }

  private static void add(BitSet members, int first, int last) {
    if (last < first) {
      return;
    }
    if (first < 1 || last > Run.MAX_COUNT) {
      throw new IllegalArgumentException(
          "the sequences "
              + first
              + " to "
              + last
              + " are out of bounds: they count from 1 to "
              + Run.MAX_COUNT);
    }
    members.set(first, last + 1);
  }

  public boolean contains(int sequence) {
    return sequence >= 0 && members.get(sequence);
  }

  public boolean containsAll(Sequences others) {
    BitSet rest = copy(others.members);
    rest.andNot(members);
    return rest.isEmpty();
  }

  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** How many there are. */
  public int size() {
    return members.cardinality();
  }

  /** The greatest of them, 0 if there are none. */
  public int last() {
    return Math.max(members.length() - 1, 0);
  }

  /** Those of this set or of the other. */
  public Sequences plus(Sequences others) {
    BitSet sum = copy(members);
    sum.or(others.members);
    return new Sequences(sum);
  }

  /** Those of this set that are not in the other. */
  public Sequences minus(Sequences others) {
    BitSet rest = copy(members);
    rest.andNot(others.members);
    return new Sequences(rest);
  }

  private static BitSet copy(BitSet original) {
    BitSet copy = new BitSet(original.length());
    copy.or(original);
    return copy;
  }

  /** As ranges, at most so many of them; what is left out shows as dots. */
  public String toString(int maxRanges) {
    StringBuilder text = new StringBuilder();
    int ranges = 0;
    for (int first = members.nextSetBit(0); first >= 0; ) {
      if (!text.isEmpty()) {
        text.append(',');
      }
      if (ranges++ == maxRanges) {
        return text.append("...").toString();
      }
      int end = members.nextClearBit(first);
      text.append(first);
      if (end - 1 > first) {
        text.append('-').append(end - 1);
      }
      first = members.nextSetBit(end);
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return toString(Integer.MAX_VALUE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sequences same && members.equals(same.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }
}
