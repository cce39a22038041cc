package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void goesOnAsLongAsTheFiguresRise() throws Exception {
    Iterator<Double> rising = DoubleStream.iterate(1, speed -> speed * 1.1).iterator();

    assertThat(WarmUp.until(20, rising::next)).isEqualTo(20);
  }

  @Test
  void endsWhenTheyStayTheSameWhateverASingleOneDoes() throws Exception {
    Iterator<Double> figures =
        List.of(1.0, 5.0, 9.0, 10.0, 10.0, 10.0, 10.0, 50.0, 10.0).iterator();

    assertThat(WarmUp.until(20, figures::next)).isEqualTo(8);
  }

  @Test
  void neverMoreRoundsThanAllowed() throws Exception {
    assertThat(WarmUp.until(1, () -> 1)).isEqualTo(1);
  }
}
