package dev.quiver.tasks.handler.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.Handling;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.RecordingContext;
import dev.quiver.tasks.handler.TaskCancelledException;
import dev.quiver.tasks.handler.TaskInput;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculateHandlerTest {

  private static final int SCALE = 6;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sum     | 10 20 30 40            | 100",
        "sum     | 0.1,0.2                | 0.3",
        "sum     | 1.50 1.50              | 3",
        "sum     | 1e3 -1E+3              | 0",
        "sum     | 1e20                   | 100000000000000000000",
        "sum     | 1e-7                   | 0.0000001",
        "sum     | .5 5. +1               | 6.5",
        "sum     | -0.0                   | 0",
        "average | 1 2                    | 1.5",
        "average | 1 1 2                  | 1.33333333333333333333",
        "average | 2 2 1                  | 1.66666666666666666667",
        "average | -2 -2 -1               | -1.66666666666666666667",
        "average | 10 20 30 40            | 25",
        "average | 1e-30 3e-30            | 0.000000000000000000000000000002",
        "max     | -3 2 2.50 -9           | 2.5",
        "min     | -3 2 2.50 -9e2         | -900",
        "max     | 007                    | 7"
      })
  void results(String operation, String numbers, String expected) throws Exception {
    assertThat(Built.run(folder, "calculate." + operation, numbers)).isEqualTo(expected);
    assertThat(Built.run(folder, "calculate." + operation, "", numbers.split(" ")))
        .isEqualTo(expected);
  }

  static List<Long> seeds() {
    return List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  /** Sums fixed-point integers beside it, and writes them in all the ways that are allowed. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithWholeNumbers(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<BigInteger> values = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(1, 3000);
    for (int i = 0; i < count; i++) {
      BigInteger value = BigInteger.valueOf(random.nextLong() >> random.nextInt(60));
      values.add(value);
      text.append(write(value, random));
      text.append(
          List.of(" ", ",", "\n", "\t", ", ", "\r\n", "\u00a0", "\u2003", ",,")
              .get(random.nextInt(9)));
    }
    Payload payload =
        Handling.pieces(
            text.toString().getBytes(StandardCharsets.UTF_8), random.nextInt(1, 10_000));
    BigInteger sum = values.stream().reduce(BigInteger.ZERO, BigInteger::add);
    assertThat(Built.run(folder, "calculate.sum", payload)).isEqualTo(plain(sum, SCALE));
    assertThat(Built.run(folder, "calculate.max", payload))
        .isEqualTo(plain(Collections.max(values), SCALE));
    assertThat(Built.run(folder, "calculate.min", payload))
        .isEqualTo(plain(Collections.min(values), SCALE));
    // Half up: twice the magnitude plus the divisor, by twice the divisor.
    BigInteger n = BigInteger.valueOf(count);
    BigInteger magnitude =
        sum.abs()
            .multiply(BigInteger.TEN.pow(20 - SCALE))
            .shiftLeft(1)
            .add(n)
            .divide(n.shiftLeft(1));
    assertThat(Built.run(folder, "calculate.average", payload))
        .isEqualTo(plain(sum.signum() < 0 ? magnitude.negate() : magnitude, 20));
  }

  private static String write(BigInteger millionths, SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> plain(millionths, SCALE);
      case 1 -> millionths + "e-6";
      default -> (millionths.signum() >= 0 ? "+" : "") + millionths + "0E-007";
    };
  }

  /** Fixed-point without a decimal class: what is under test must not check itself. */
  private static String plain(BigInteger value, int scale) {
    String digits = String.format("%0" + (scale + 1) + "d", value.abs());
    String whole = digits.substring(0, digits.length() - scale);
    String rest = digits.substring(digits.length() - scale).replaceFirst("0+$", "");
    String text = rest.isEmpty() ? whole : whole + "." + rest;
    return value.signum() < 0 ? "-" + text : text;
  }

  @ParameterizedTest(name = "{0} is refused")
  @ValueSource(
      strings = {
        "1e999999999",
        "1e-999999999",
        "1e401",
        "1E99999999999999999999",
        "NaN",
        "Infinity",
        "0x10",
        "1;2",
        "--1",
        "1e",
        "e5",
        ".",
        "1_000",
        "١٢",
        "1.2.3",
        "ten",
        "1d",
        "😀"
      })
  void whatIsNoBoundedNumberIsRefusedAtOnce(String word) {
    assertThatThrownBy(() -> Built.run(folder, "calculate.sum", "1 2 " + word + " 4"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("number 3 of the input")
        .hasMessageContaining(word);
  }

  @Test
  void aBillionDigitsAreRefusedEarlyAndShownShort() {
    String word = "9".repeat(NumberReader.MAX_CHARS + 1);
    assertThatThrownBy(() -> Built.run(folder, "calculate.max", word))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("longer than 400 characters")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(150));
  }

  @Test
  void theLargestNumbersStayBounded() throws Exception {
    String most = "9".repeat(390) + "e400 1e-400";
    assertThat(Built.run(folder, "calculate.sum", most)).hasSizeLessThan(1500);
    assertThat(Built.run(folder, "calculate.average", most)).hasSizeLessThan(1500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",\n , "})
  void noNumbersAreRefused(String nothing) {
    for (String operation : List.of("sum", "average", "max", "min")) {
      assertThatThrownBy(() -> Built.run(folder, "calculate." + operation, nothing))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("holds no number");
    }
  }

  @Test
  void escapesOfAnInputDoNotReachTheReason() {
    assertThatThrownBy(() -> Built.run(folder, "calculate.sum", "\u001b[31mred"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\\u{1b}[31mred");
  }

  @Test
  void argumentsAndPayloadAreTakenTogether() throws Exception {
    assertThat(Built.run(folder, "calculate.sum", "3 4", "1", "2,5")).isEqualTo("15");
  }

  @Test
  void endsWhenCancelled() {
    RecordingContext context = new RecordingContext(folder);
    context.cancel();
    TaskInput input =
        new TaskInput(
            new TaskType("calculate.sum"),
            List.of(),
            Handling.bytes("1 ".repeat(10_000).getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> Built.handler("calculate.sum").handle(input, context))
        .isInstanceOf(TaskCancelledException.class);
  }
}
