package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.Item;
import dev.quiver.dht.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StoreTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TOMBSTONE = Duration.ofMinutes(5);

  private final IdSpace space = new IdSpace(8);
  private final Store store = new Store(space, TOMBSTONE, Room.unlimited());

  private void fill(int keys) {
    for (int i = 0; i < keys; i++) {
      store.merge(new Item("key" + i, "value", 1, null), NOW);
    }
  }

  private static List<String> keys(List<Item> items) {
    return items.stream().map(Item::key).toList();
  }

  /** Everything a stretch has, page by page, each asked for by the last key of the one before. */
  private List<String> paged(Range range, int page, boolean losesTheLastKey) {
    List<String> all = new ArrayList<>();
    String behind = null;
    while (true) {
      List<String> rest = keys(store.in(range, behind));
      if (rest.isEmpty()) {
        return all;
      }
      List<String> taken = rest.subList(0, Math.min(page, rest.size()));
      all.addAll(taken);
      behind = taken.get(taken.size() - 1);
      if (losesTheLastKey) {
        store.remove(store.spot(behind));
      }
    }
  }

  @Test
  void aStretchIsGivenWholeInPagesWhereverItBegins() {
    fill(300);
    for (int after = 0; after < 256; after += 17) {
      for (int upTo = 0; upTo < 256; upTo += 31) {
        Range range = new Range(Id.of(after), Id.of(upTo));
        assertThat(paged(range, 7, false)).as(range.toString()).isEqualTo(keys(store.in(range)));
      }
    }
  }

  @Test
  void aPageGoesOnThoughTheKeyThatEndedTheLastOneHasGone() {
    fill(100);
    Id anywhere = Id.of(77);
    Range circle = new Range(anywhere, anywhere);
    List<String> before = keys(store.in(circle));
    assertThat(before).hasSize(100);

    assertThat(paged(circle, 10, true)).isEqualTo(before);
  }

  @Test
  void aStretchThatHasShrunkBehindThePageBeginsAnew() {
    fill(100);
    List<Item> late = store.in(new Range(Id.of(100), Id.of(200)));
    String earlier = store.in(new Range(Id.of(0), Id.of(99))).get(0).key();

    assertThat(store.in(new Range(Id.of(100), Id.of(200)), earlier)).isEqualTo(late);
  }

  @Test
  void anOlderCopyDoesNotCountAgainWhenTheValueThatReplacedItHasGoneByItself() {
    Item old = new Item("k", "old", 1, null);
    store.merge(old, NOW);
    store.merge(new Item("k", "new", 2, NOW.plusSeconds(5)), NOW);

    Instant later = NOW.plusSeconds(6);
    store.expire(later);
    store.merge(old, later);
    assertThat(store.live("k", later)).isNull();
    assertThat(Objects.requireNonNull(store.get("k")).isTombstone()).isTrue();

    store.expire(later.plus(TOMBSTONE));
    assertThat(store.get("k")).isNull();
  }

  @Test
  void aCopyThatComesWhenItsTimeIsOverStillBeatsAnOlderOne() {
    store.merge(new Item("k", "old", 1, null), NOW);

    store.merge(new Item("k", "new", 2, NOW.minusSeconds(1)), NOW);

    assertThat(store.live("k", NOW)).isNull();
  }
}
