package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void medianOfAnOddCountIsTheMiddleOne() {
    assertThat(Figure.median(9, 1, 5)).isEqualTo(5);
  }

  @Test
  void medianOfAnEvenCountLiesBetweenTheMiddleTwo() {
    assertThat(Figure.median(9, 1, 5, 3)).isEqualTo(4);
  }

  @Test
  void percentileIsTheNearestRank() {
    double[] measured = {15, 20, 35, 40, 50};

    assertThat(Figure.percentile(measured, 0.3)).isEqualTo(20);
    assertThat(Figure.percentile(measured, 0.5)).isEqualTo(35);
    assertThat(Figure.percentile(measured, 1)).isEqualTo(50);
  }

  @Test
  void nothingMeasuredHasNoMedian() {
    assertThatIllegalArgumentException().isThrownBy(() -> Figure.median());
    assertThatIllegalArgumentException().isThrownBy(() -> Figure.percentile(new double[0], 0.5));
  }

  @Test
  void aFigureAgainstALimitHasARatio() {
    assertThat(Figure.of("a", 3, "x").ratio()).isNull();
    assertThat(Figure.of("a", 3, "x").against("b", 4).ratio()).isEqualTo(0.75);
  }
}
