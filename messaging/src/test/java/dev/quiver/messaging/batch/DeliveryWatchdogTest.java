package dev.quiver.messaging.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeliveryWatchdogTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final DeliveryWatchdog watchdog = new DeliveryWatchdog(Duration.ofSeconds(10), START);

  @Test
  void messagesThatWaitForTooLongAreNoticed() {
    assertThat(watchdog.isDeaf(at(9), () -> 5)).isFalse();
    assertThat(watchdog.isDeaf(at(10), () -> 5)).isTrue();
  }

  @Test
  void anEmptyQueueIsQuietForEver() {
    for (int second = 10; second < 10_000; second += 10) {
      assertThat(watchdog.isDeaf(at(second), () -> 0)).isFalse();
    }
  }

  @Test
  void aDeliveryOrABusySlotBeginsTheWaitAnew() {
    watchdog.delivered(at(9));
    assertThat(watchdog.isDeaf(at(18), () -> 5)).isFalse();
    watchdog.busy(at(18));
    assertThat(watchdog.isDeaf(at(27), () -> 5)).isFalse();
    assertThat(watchdog.isDeaf(at(28), () -> 5)).isTrue();
  }

  @Test
  void acureThatHelpsNothingDoublesThePatience() {
    assertThat(watchdog.isDeaf(at(10), () -> 5)).isTrue();
    assertThat(watchdog.isDeaf(at(29), () -> 5)).isFalse();
    assertThat(watchdog.isDeaf(at(30), () -> 5)).isTrue();
    assertThat(watchdog.isDeaf(at(69), () -> 5)).isFalse();
    assertThat(watchdog.isDeaf(at(70), () -> 5)).isTrue();
    watchdog.delivered(at(71));
    assertThat(watchdog.isDeaf(at(81), () -> 5)).isTrue();
  }

  @Test
  void theBrokerIsAskedOnlyWhenItHasBeenQuiet() {
    assertThat(
            watchdog.isDeaf(
                at(5),
                () -> {
                  throw new AssertionError("asked too early");
                }))
        .isFalse();
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}
