package dev.quiver.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdSpaceTest {

  @ParameterizedTest
  @CsvSource({
    "'', da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "abc, a9993e364706816aba3e25717850c26c9cd0d89d",
    "hello, aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"
  })
  void identifiersAreSha1(String text, String hex) {
    assertThat(IdSpace.sha1().hash(text).hex()).isEqualTo(hex);
    assertThat(IdSpace.sha1().parse(hex)).isEqualTo(IdSpace.sha1().hash(text));
  }

  @Test
  void onASmallerCircleTheyAreTakenModulo() {
    assertThat(new IdSpace(8).hash("abc")).isEqualTo(Id.of(0x9d));
    assertThat(new IdSpace(3).hash("abc")).isEqualTo(Id.of(0x9d % 8));
  }

  @Test
  void betweenIsStrictAndGoesRound() {
    assertThat(Id.between(Id.of(1), Id.of(2), Id.of(3))).isTrue();
    assertThat(Id.between(Id.of(1), Id.of(1), Id.of(3))).isFalse();
    assertThat(Id.between(Id.of(1), Id.of(3), Id.of(3))).isFalse();
    assertThat(Id.between(Id.of(6), Id.of(1), Id.of(2))).isTrue();
    assertThat(Id.between(Id.of(6), Id.of(3), Id.of(2))).isFalse();
    assertThat(Id.between(Id.of(5), Id.of(3), Id.of(5))).as("once round").isTrue();
    assertThat(Id.between(Id.of(5), Id.of(5), Id.of(5))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 6, 32, 63, 64, 65, 127, 128, 129, 159, 160})
  void arithmeticIsThatOfBigNumbers(int bits) {
    IdSpace space = new IdSpace(bits);
    SplittableRandom random = new SplittableRandom(bits);
    BigInteger size = BigInteger.ONE.shiftLeft(bits);
    for (int i = 0; i < 2000; i++) {
      BigInteger a = i % 5 == 0 ? size.subtract(BigInteger.ONE) : number(random, bits);
      BigInteger b = i % 7 == 0 ? a.add(BigInteger.ONE).mod(size) : number(random, bits);
      int exponent = random.nextInt(bits);
      Id idA = id(space, a);
      Id idB = id(space, b);
      assertThat(idA.compareTo(idB)).isEqualTo(a.compareTo(b));
      assertThat(space.plusPowerOfTwo(idA, exponent))
          .isEqualTo(id(space, a.add(BigInteger.ONE.shiftLeft(exponent)).mod(size)));
      BigInteger distance = b.subtract(a).mod(size);
      assertThat(space.distance(idA, idB)).isEqualTo(id(space, distance));
      assertThat(IdSpace.highestBit(space.distance(idA, idB))).isEqualTo(distance.bitLength() - 1);
    }
  }

  @Test
  void theDigitsOfAMessageAreThoseOfTheNumber() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 500; i++) {
      BigInteger number = number(random, 160).shiftRight(random.nextInt(160));
      Id id = id(IdSpace.sha1(), number);
      assertThat(id.hex()).isEqualTo(String.format("%040x", number));
      assertThat(Id.ofHex(id.hex())).isEqualTo(id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12",
        "-9993e364706816aba3e25717850c26c9cd0d89d",
        "a9993e364706816aba3e25717850c26c9cd0d89g"
      })
  void whatIsNo40DigitsIsRefused(String digits) {
    assertThatThrownBy(() -> Id.ofHex(digits)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Id id(IdSpace space, BigInteger number) {
    return space.parse("0x" + number.toString(16));
  }

  private static BigInteger number(SplittableRandom random, int bits) {
    byte[] bytes = new byte[20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return new BigInteger(1, bytes).mod(BigInteger.ONE.shiftLeft(bits));
  }

  @Test
  void whatIsNotOnTheCircleIsRefused() {
    assertThatThrownBy(() -> new IdSpace(6).parse("64"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 bits");
    assertThatThrownBy(() -> new IdSpace(6).parse("x")).hasMessageContaining("no identifier");
    assertThatThrownBy(() -> new IdSpace(2)).hasMessageContaining("3 to 160");
  }
}
