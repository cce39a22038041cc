package dev.quiver.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsTest {

  private static final UserName ANA = new UserName("ana");
  private static final Place LOBBY = new Place.Room(RoomName.LOBBY);

  private final Streams streams = new Streams();

  @Test
  void aNumberIsNewOnceForEachSenderPlaceAndProcess() {
    assertThat(streams.isNew(ANA, LOBBY, "p1", 1)).isTrue();
    assertThat(streams.isNew(ANA, LOBBY, "p1", 1)).isFalse();
    assertThat(streams.isNew(ANA, LOBBY, "p1", 2)).isTrue();
    assertThat(streams.isNew(ANA, LOBBY, "p2", 1)).isTrue();
    assertThat(streams.isNew(new UserName("bob"), LOBBY, "p1", 1)).isTrue();
    assertThat(streams.isNew(ANA, new Place.Everyone(), "p1", 1)).isTrue();
  }

  @Test
  void whoLeavesAPlaceMayHearItAgainThereAndNowhereElse() {
    Place garden = new Place.Room(new RoomName("garden"));
    assertThat(streams.isNew(ANA, LOBBY, "p1", 1)).isTrue();
    assertThat(streams.isNew(ANA, garden, "p1", 1)).isTrue();
    streams.forget(LOBBY);
    assertThat(streams.isNew(ANA, LOBBY, "p1", 1)).isTrue();
    assertThat(streams.isNew(ANA, garden, "p1", 1)).isFalse();
  }

  @Test
  void whatComesLateIsStillNew() {
    assertThat(streams.isNew(ANA, LOBBY, "p", 10)).isTrue();
    assertThat(streams.isNew(ANA, LOBBY, "p", 9)).isTrue();
    assertThat(streams.isNew(ANA, LOBBY, "p", 9)).isFalse();
  }

  @Test
  void hostileNumbersAndManyProcessesDoNotFillTheMemory() {
    assertThat(streams.isNew(ANA, LOBBY, "p", Long.MAX_VALUE - 1)).isTrue();
    assertThat(streams.isNew(ANA, LOBBY, "p", Long.MAX_VALUE - 1)).isFalse();
    assertThat(streams.isNew(ANA, LOBBY, "p", 1)).isFalse();
    for (int i = 0; i < 20_000; i++) {
      assertThat(streams.isNew(ANA, LOBBY, "many" + i, 1)).isTrue();
    }
    assertThat(streams.size()).isLessThanOrEqualTo(5_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ofALongStreamWithDoublesEachIsNewOnce(long seed) {
    Random random = new Random(seed);
    List<Long> heard = new ArrayList<>();
    for (long next = 1; next <= 30_000; next++) {
      if (streams.isNew(ANA, LOBBY, "p", next)) {
        heard.add(next);
      }
      long again = Math.max(1, next - random.nextInt(3_000));
      if (streams.isNew(ANA, LOBBY, "p", again)) {
        heard.add(again);
      }
    }
    assertThat(heard).hasSize(30_000);
    assertThat(new TreeSet<>(heard)).hasSize(30_000);
  }
}
