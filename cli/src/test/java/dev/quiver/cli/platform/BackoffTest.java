package dev.quiver.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff();
  private long now = -7;

  private long endsAfter(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    long pause = backoff.pauseAfterEnd(now);
    now += TimeUnit.MILLISECONDS.toNanos(pause);
    return pause;
  }

  @Test
  void theFirstEndCostsNothing() {
    assertThat(endsAfter(5)).isZero();
  }

  @Test
  void theSoonerItEndsTheLongerItWaits() {
    long[] pauses = new long[9];
    for (int i = 0; i < pauses.length; i++) {
      pauses[i] = endsAfter(1_000);
    }
    assertThat(pauses).containsExactly(0, 400, 800, 1_600, 3_200, 6_400, 12_800, 12_800, 12_800);
  }

  @Test
  void whoLivedLongIsForgiven() {
    for (int i = 0; i < 5; i++) {
      endsAfter(10);
    }
    assertThat(endsAfter(30_000)).isZero();
    assertThat(endsAfter(29_999)).isEqualTo(400);
  }
}
