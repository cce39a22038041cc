package dev.quiver.dht;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A place on the identifier circle: an unsigned number of at most 160 bits. How many bits count is
 * the {@link IdSpace}'s affair.
 *
 * @param high bits 128 to 159
 * @param middle bits 64 to 127
 * @param low bits 0 to 63
 */
public record Id(long high, long middle, long low) implements Comparable<Id> {

  public static final Id ZERO = new Id(0, 0, 0);

  private static final HexFormat HEX = HexFormat.of();
  private static final int HEX_DIGITS = 40;

  /** A small one, as in examples on paper. */
  public static Id of(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("an identifier is not negative: " + value);
    }
    return new Id(0, 0, value);
  }

  @Override
  public int compareTo(Id other) {
    if (high != other.high) {
      return Long.compareUnsigned(high, other.high);
    }
    return middle != other.middle
        ? Long.compareUnsigned(middle, other.middle)
        : Long.compareUnsigned(low, other.low);
  }

  /**
   * Whether {@code b} lies strictly between {@code a} and {@code c}, going up round the circle.
   * From a place once round to itself everything else lies between.
   */
  public static boolean between(Id a, Id b, Id c) {
    boolean afterA = a.compareTo(b) < 0;
    boolean beforeC = b.compareTo(c) < 0;
    return a.compareTo(c) < 0 ? afterA && beforeC : afterA || beforeC;
  }

  /** As {@link #between}, with {@code c} itself. */
  public static boolean betweenOrEnd(Id a, Id b, Id c) {
    return b.equals(c) || between(a, b, c);
  }

  /** As every record's; written out, since simulations ask it more often than anything else. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Id id && low == id.low && middle == id.middle && high == id.high;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(low ^ middle ^ high);
  }

  /** The number, in decimal if it is small enough to be read so, else 40 hexadecimal digits. */
  public String text() {
    return high == 0 && middle == 0 && low >= 0 && low < 1L << 32 ? Long.toString(low) : hex();
  }

  /** 40 hexadecimal digits. Every message has several of them. */
  public String hex() {
    return HEX.toHexDigits(high, 8) + HEX.toHexDigits(middle) + HEX.toHexDigits(low);
  }

  /**
   * The one that {@link #hex} says.
   *
   * @throws IllegalArgumentException if these are not 40 hexadecimal digits
   */
  public static Id ofHex(String digits) {
    if (digits.length() != HEX_DIGITS) {
      throw new IllegalArgumentException("an identifier has " + HEX_DIGITS + " hexadecimal digits");
    }
    return new Id(
        HexFormat.fromHexDigitsToLong(digits, 0, 8),
        HexFormat.fromHexDigitsToLong(digits, 8, 24),
        HexFormat.fromHexDigitsToLong(digits, 24, 40));
  }

  /** As {@link #text()}, cut to its first eight digits. */
  public String brief() {
    String text = text();
    return text.length() <= 10 ? text : text.substring(0, 8);
  }

  @Override
  public String toString() {
    return brief();
  }
}
