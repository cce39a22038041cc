package dev.quiver.dht;

import dev.quiver.messaging.text.UnusableValueException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A circle of 2^bits identifiers.
 *
 * @param bits from 3, for examples on paper, to 160, the length of a SHA-1 digest
 */
public record IdSpace(int bits) {

  public static final int MAX_BITS = 160;
  public static final int MIN_BITS = 3;

  public IdSpace {
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw UnusableValueException.of("value.ring.bits", bits, MIN_BITS, MAX_BITS);
    }
  }

  /** The identifiers of SHA-1. */
  public static IdSpace sha1() {
    return new IdSpace(MAX_BITS);
  }

  /** Where a name or key belongs: its SHA-1 digest, unsigned, big-endian, modulo 2^bits. */
  public Id hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #hash(String)}, of bytes. */
  public Id hash(byte[] bytes) {
    ByteBuffer digest;
    try {
      digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
    return cut(Integer.toUnsignedLong(digest.getInt()), digest.getLong(), digest.getLong());
  }

  /**
   * The identifier that a person wrote: decimal, or hexadecimal after 0x or with 40 digits.
   *
   * @throws IllegalArgumentException if it is no number, or not on this circle
   */
  public Id parse(String text) {
    BigInteger number;
    try {
      if (text.startsWith("0x")) {
        number = new BigInteger(text.substring(2), 16);
      } else {
        number = new BigInteger(text, text.length() == 40 ? 16 : 10);
      }
    } catch (NumberFormatException e) {
      throw UnusableValueException.of("value.ring.id", text);
    }
    if (number.signum() < 0 || number.bitLength() > bits) {
      throw UnusableValueException.of("value.ring.offCircle", text, bits);
    }
    return new Id(
        number.shiftRight(128).longValue(), number.shiftRight(64).longValue(), number.longValue());
  }

  public boolean contains(Id id) {
    return cut(id.high(), id.middle(), id.low()).equals(id);
  }

  /** The next one, round the circle. */
  public Id next(Id id) {
    return plus(id, 0, 0, 1);
  }

  /**
   * The identifier 2^exponent further on.
   *
   * @param exponent from 0 to {@code bits - 1}
   */
  public Id plusPowerOfTwo(Id id, int exponent) {
    if (exponent < 64) {
      return plus(id, 0, 0, 1L << exponent);
    }
    return exponent < 128
        ? plus(id, 0, 1L << (exponent - 64), 0)
        : plus(id, 1L << (exponent - 128), 0, 0);
  }

  /** How far it is from one up to another: a number below 2^bits. */
  public Id distance(Id from, Id to) {
    long low = to.low() - from.low();
    long borrow = Long.compareUnsigned(to.low(), from.low()) < 0 ? 1 : 0;
    long middle = to.middle() - from.middle() - borrow;
    boolean under =
        borrow == 1
            ? Long.compareUnsigned(to.middle(), from.middle()) <= 0
            : Long.compareUnsigned(to.middle(), from.middle()) < 0;
    return cut(to.high() - from.high() - (under ? 1 : 0), middle, low);
  }

  /** The exponent of the highest power of two in a distance; -1 for none. */
  public static int highestBit(Id distance) {
    if (distance.high() != 0) {
      return 191 - Long.numberOfLeadingZeros(distance.high());
    }
    return distance.middle() != 0
        ? 127 - Long.numberOfLeadingZeros(distance.middle())
        : 63 - Long.numberOfLeadingZeros(distance.low());
  }

  /** A distance as a part of the circle, from 0 to 1: for pictures and statistics. */
  public double fraction(Id id) {
    double value = id.high() * 0x1p128 + unsigned(id.middle()) * 0x1p64 + unsigned(id.low());
    return Math.scalb(value, -bits);
  }

  private static double unsigned(long value) {
    return (value >>> 1) * 2.0 + (value & 1);
  }

  private Id plus(Id id, long high, long middle, long low) {
    long newLow = id.low() + low;
    long carry = Long.compareUnsigned(newLow, low) < 0 ? 1 : 0;
    long sum = id.middle() + middle;
    long carry2 = Long.compareUnsigned(sum, middle) < 0 ? 1 : 0;
    long newMiddle = sum + carry;
    if (carry == 1 && newMiddle == 0) {
      carry2 = 1;
    }
    return cut(id.high() + high + carry2, newMiddle, newLow);
  }

  private Id cut(long high, long middle, long low) {
    if (bits >= 128) {
      return new Id(high & mask(bits - 128), middle, low);
    }
    return bits >= 64 ? new Id(0, middle & mask(bits - 64), low) : new Id(0, 0, low & mask(bits));
  }

  private static long mask(int bits) {
    return bits >= 64 ? -1L : (1L << bits) - 1;
  }
}
