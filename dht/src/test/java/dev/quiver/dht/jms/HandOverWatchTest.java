package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** However long it takes, as long as something moves. */
class HandOverWatchTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void onlyWhatStandsStillIsStuck() {
    HandOverWatch watch = new HandOverWatch(Duration.ofSeconds(30), 0);
    long moved = 0;
    for (long second = 0; second < 3_600; second += 20) {
      assertThat(watch.isStuck(++moved, second * SECOND)).as("second %s", second).isFalse();
    }
    long last = 3_580;
    assertThat(watch.isStuck(moved, (last + 30) * SECOND)).isFalse();
    assertThat(watch.isStuck(moved, (last + 31) * SECOND)).isTrue();
  }

  @Test
  void whoNeverMovesAnythingIsStuckAsWell() {
    HandOverWatch watch = new HandOverWatch(Duration.ofSeconds(30), 5 * SECOND);
    assertThat(watch.isStuck(0, 35 * SECOND)).isFalse();
    assertThat(watch.isStuck(0, 36 * SECOND)).isTrue();
  }
}
