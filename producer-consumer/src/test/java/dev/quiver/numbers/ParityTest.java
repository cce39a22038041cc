package dev.quiver.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParityTest {

  @ParameterizedTest
  @CsvSource({
    "0, EVEN",
    "1, ODD",
    "2, EVEN",
    "-1, ODD",
    "-2, EVEN",
    "2147483647, ODD",
    "-2147483648, EVEN"
  })
  void tellsEvenFromOddAlsoBelowZero(int value, Parity expected) {
    assertThat(Parity.of(value)).isEqualTo(expected);
  }
}
