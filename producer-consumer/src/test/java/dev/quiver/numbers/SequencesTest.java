package dev.quiver.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequencesTest {

  @Test
  void isWrittenAsRangesAndReadAgain() {
    Sequences some = Sequences.range(1, 3).plus(Sequences.of(7)).plus(Sequences.range(9, 10));
    assertThat(some).hasToString("1-3,7,9-10");
    assertThat(Sequences.parse("1-3,7,9-10")).isEqualTo(some);
    assertThat(Sequences.parse("")).isEqualTo(Sequences.none());
    assertThat(some.toString(2)).isEqualTo("1-3,7,...");
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void behavesAsASetDoes(long seed) {
    Random random = new Random(seed);
    SortedSet<Integer> one = randomSet(random);
    SortedSet<Integer> other = randomSet(random);
    TreeSet<Integer> both = new TreeSet<>(one);
    both.addAll(other);
    TreeSet<Integer> difference = new TreeSet<>(one);
    difference.removeAll(other);

    assertThat(sequences(one).plus(sequences(other))).isEqualTo(sequences(both));
    assertThat(sequences(one).minus(sequences(other))).isEqualTo(sequences(difference));
    assertThat(sequences(one).containsAll(sequences(other))).isEqualTo(one.containsAll(other));
    assertThat(sequences(one).size()).isEqualTo(one.size());
    assertThat(sequences(one).last()).isEqualTo(one.isEmpty() ? 0 : one.last());
    assertThat(Sequences.parse(sequences(one).toString())).isEqualTo(sequences(one));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "3-1", "a", "1,", ",", "1-1000001", "99999999", "-1", "1--2", "1 2", "+1"})
  void whatIsNoSetOfSequencesIsRefused(String text) {
    assertThatThrownBy(() -> Sequences.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static SortedSet<Integer> randomSet(Random random) {
    SortedSet<Integer> set = new TreeSet<>();
    int size = random.nextInt(12);
    for (int i = 0; i < size; i++) {
      set.add(1 + random.nextInt(20));
    }
    return set;
  }

  private static Sequences sequences(SortedSet<Integer> set) {
    Sequences all = Sequences.none();
    for (int each : set) {
      all = all.plus(Sequences.of(each));
    }
    return all;
  }
}
