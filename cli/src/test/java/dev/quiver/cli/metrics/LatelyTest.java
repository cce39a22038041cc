package dev.quiver.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatelyTest {

  @Test
  void manyLooksAtATimeAreOneAndLaterOnesAreNew() {
    AtomicLong nanos = new AtomicLong(-5);
    AtomicInteger found = new AtomicInteger();
    Lately<Integer> lately = new Lately<>(found::incrementAndGet, nanos::get);
    assertThat(lately.get()).isEqualTo(1);
    nanos.addAndGet(900_000_000);
    assertThat(lately.get()).isEqualTo(1);
    nanos.addAndGet(200_000_000);
    assertThat(lately.get()).isEqualTo(2);
  }
}
