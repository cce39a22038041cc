package dev.quiver.numbers.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.draw.NumberRange;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerConfigTest {

  private static final Run RUN = new Run("p", "r");
  private static final NumberRange RANGE = new NumberRange(1, 100);

  @Test
  void aRateIsThePauseBetweenTwoNumbers() {
    assertThat(ProducerConfig.of(RUN, 12, RANGE).pause()).isZero();
    assertThat(ProducerConfig.of(RUN, 12, RANGE).withRate(20).pause())
        .isEqualTo(Duration.ofMillis(50));
    assertThat(ProducerConfig.of(RUN, 12, RANGE).withRate(0.5).pause())
        .isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001})
  void aRateThatIsNoneIsRefusedWithTheLimits(double rate) {
    assertThatThrownBy(() -> ProducerConfig.of(RUN, 12, RANGE).withRate(rate))
        .isInstanceOf(UnusableValueException.class)
        .hasMessageContaining("above 0")
        .hasMessageContaining("1000000 at most");
  }

  @Test
  void aCountOutOfBoundsAndAnEmptyRangeAreRefusedInTheReadersLanguage() {
    assertThatThrownBy(() -> ProducerConfig.of(RUN, -1, RANGE))
        .isInstanceOfSatisfying(
            UnusableValueException.class,
            refused ->
                assertThat(refused.words(Locale.forLanguageTag("pt")))
                    .isEqualTo("a quantidade é -1: dê um --count de 0 a 1000000"));
    assertThatThrownBy(() -> new NumberRange(5, 4))
        .isInstanceOfSatisfying(
            UnusableValueException.class,
            refused -> {
              assertThat(refused).hasMessageContaining("from 5 to 4");
              assertThat(refused.words(Locale.forLanguageTag("pt"))).contains("de 5 a 4");
            });
  }
}
