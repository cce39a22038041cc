package dev.quiver.numbers.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistinctNumbersTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void drawsEveryNumberOfTheRangeOnceBeforeAnyComesAgain(long seed) {
    Random choices = new Random(seed);
    int min = choices.nextInt(41) - 20;
    NumberRange range = new NumberRange(min, min + choices.nextInt(30));
    DistinctNumbers numbers = new DistinctNumbers(range, new Random(seed));
    for (int round = 0; round < 3; round++) {
      Set<Integer> drawn = new HashSet<>();
      for (long i = 0; i < range.size(); i++) {
        int number = numbers.next();
        assertThat(number).isBetween(range.min(), range.max());
        assertThat(drawn.add(number)).as("%d is new in its round", number).isTrue();
      }
    }
  }

  @Test
  void aWholeRangeOfIntegersIsDrawnWithoutMemoryForIt() {
    DistinctNumbers numbers =
        new DistinctNumbers(new NumberRange(Integer.MIN_VALUE, Integer.MAX_VALUE), new Random(1));
    List<Integer> drawn = IntStream.range(0, 10_000).mapToObj(i -> numbers.next()).toList();
    assertThat(new HashSet<>(drawn)).hasSize(10_000);
    assertThat(drawn).anyMatch(n -> n < 0).anyMatch(n -> n > 0);
  }

  @Test
  void theSameSeedGivesTheSameNumbersAndAnotherSeedOthers() {
    assertThat(draw(7)).isEqualTo(draw(7)).isNotEqualTo(draw(8));
  }

  /** Each place of the first draw is taken about as often as any other. */
  @Test
  void noNumberIsPreferred() {
    int[] first = new int[10];
    for (long seed = 0; seed < 20_000; seed++) {
      DistinctNumbers numbers =
          new DistinctNumbers(new NumberRange(0, 9), new java.util.SplittableRandom(seed));
      numbers.next();
      first[numbers.next()]++;
    }
    for (int times : first) {
      assertThat(times).isBetween(1_800, 2_200);
    }
  }

  @Test
  void anEmptyRangeIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> new NumberRange(5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 5 to 4")
        .hasMessageContaining("--max");
  }

  private static List<Integer> draw(long seed) {
    DistinctNumbers numbers = new DistinctNumbers(new NumberRange(1, 100), new Random(seed));
    List<Integer> drawn = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      drawn.add(numbers.next());
    }
    return drawn;
  }
}
