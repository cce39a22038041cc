package dev.quiver.tasks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryRoomTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void roomIsTakenUntilTheTimeHasCome() {
    RetryRoom room = new RetryRoom(2, 1_000);
    assertThat(room.enter(NOON, NOON.plusSeconds(9), 1)).isTrue();
    assertThat(room.enter(NOON, NOON.plusSeconds(3), 1)).isTrue();
    assertThat(room.enter(NOON, NOON.plusSeconds(1), 1)).isFalse();
    assertThat(room.enter(NOON.plusMillis(2_999), NOON.plusSeconds(9), 1)).isFalse();
    assertThat(room.enter(NOON.plusSeconds(3), NOON.plusSeconds(9), 1)).isTrue();
    assertThat(room.enter(NOON.plusSeconds(3), NOON.plusSeconds(9), 1)).isFalse();
  }

  @Test
  void bytesCountAsWell() {
    RetryRoom room = new RetryRoom(100, 1_000);
    assertThat(room.enter(NOON, NOON.plusSeconds(1), 600)).isTrue();
    assertThat(room.enter(NOON, NOON.plusSeconds(1), 600)).isFalse();
    assertThat(room.enter(NOON, NOON.plusSeconds(1), 400)).isTrue();
    assertThat(room.enter(NOON.plusSeconds(1), NOON.plusSeconds(2), 1_000)).isTrue();
  }
}
