package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import dev.quiver.messaging.protocol.Replay;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys in a ring that changes. */
class StorageSimulationTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final long[] FOUNDERS = {5, 30, 60, 90, 120, 150, 180, 210, 240};
  private static final int KEYS = 40;

  private static LongStream seeds() {
    return Replay.seeds(10);
  }

  private static Ringlet ring(long seed) {
    return new Ringlet(seed, Ringlet.config(8, 4)).create(FOUNDERS);
  }

  private static void fill(Ringlet ring) {
    for (int i = 0; i < KEYS; i++) {
      Outcome done = ring.act(5, Operation.put("key" + i, "value" + i));
      assertThat(done.status()).isEqualTo(Status.DONE);
      assertThat(done.copies()).isEqualTo(3);
    }
  }

  private static void assertAllThere(Ringlet ring, long from) {
    for (int i = 0; i < KEYS; i++) {
      Outcome got = ring.act(from, Operation.get("key" + i));
      assertThat(got.status()).as("key" + i).isEqualTo(Status.DONE);
      Item item = got.item();
      assertThat(item == null ? null : item.value()).isEqualTo("value" + i);
      Id id = ring.config.space().hash("key" + i);
      assertThat(got.holder()).isEqualTo(ring.view().holder(id));
    }
  }

  @Test
  void whatWasPutIsGotFromEveryNode() {
    Ringlet ring = ring(1);
    fill(ring);
    for (long from : FOUNDERS) {
      assertAllThere(ring, from);
    }
    assertThat(ring.act(5, Operation.get("nothing")).status()).isEqualTo(Status.NOT_FOUND);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void twoDeathsAtOnceLoseNoKeyWithThreeCopies(long seed) {
    Ringlet ring = ring(seed);
    fill(ring);
    ring.crash(90);
    ring.crash(120);
    assertAllThere(ring, 240);
    assertThat(ring.settle(LONG)).isTrue();
    assertThat(ring.simulator.runUntil(() -> copiesOfEach(ring) == 3, LONG))
        .as("every key has three copies again, and not more")
        .isTrue();
    ring.crash(30);
    ring.crash(60);
    assertAllThere(ring, 240);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keysFollowJoinsAndDeparturesAndAreHeldOnce(long seed) {
    Ringlet ring = ring(seed);
    fill(ring);
    for (long id : new long[] {20, 75, 100, 200}) {
      ring.join(id);
      assertAllThere(ring, 5);
    }
    assertThat(ring.settle(LONG)).isTrue();
    for (long id : new long[] {20, 30, 60, 240}) {
      ring.leave(id);
      assertThat(ring.simulator.runUntil(() -> ring.hasLeft(ring.node(id)), LONG)).isTrue();
      ring.forgetLeavers();
      assertAllThere(ring, 5);
    }
    assertThat(ring.settle(LONG)).isTrue();
    for (int i = 0; i < KEYS; i++) {
      Id id = ring.config.space().hash("key" + i);
      assertThat(ring.alive().stream().filter(each -> each.isSettled(id))).hasSize(1);
    }
    assertThat(ring.simulator.runUntil(() -> copiesOfEach(ring) == 3, LONG)).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aDeleteIsNotUndoneByAnOldCopy(long seed) {
    Ringlet ring = ring(seed);
    fill(ring);
    for (int i = 0; i < KEYS; i += 2) {
      assertThat(ring.act(150, Operation.delete("key" + i)).status()).isEqualTo(Status.DONE);
    }
    ring.crash(60);
    ring.crash(90);
    ring.join(70);
    assertThat(ring.settle(LONG)).isTrue();
    ring.simulator.runFor(Duration.ofSeconds(20));
    for (int i = 0; i < KEYS; i += 2) {
      assertThat(ring.act(5, Operation.get("key" + i)).status()).isEqualTo(Status.NOT_FOUND);
    }
    assertThat(ring.act(5, Operation.delete("key0")).status()).isEqualTo(Status.NOT_FOUND);
    ring.simulator.runFor(LONG);
    assertThat(ring.alive()).flatExtracting(ChordNode::items).noneMatch(Item::isTombstone);
    assertThat(ring.act(5, Operation.get("key0")).status()).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void aWriteIsMadeOnlyOnTheVersionItExpects() {
    Ringlet ring = ring(1);
    assertThat(ring.act(5, Operation.put("k", "a").withIfVersion(0L)).status())
        .isEqualTo(Status.DONE);
    Outcome taken = ring.act(210, Operation.put("k", "b").withIfVersion(0L));
    assertThat(taken.status()).isEqualTo(Status.CONFLICT);
    Item present = taken.item();
    long version = present == null ? -1 : present.version();
    Outcome done = ring.act(210, Operation.put("k", "b").withIfVersion(version));
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(ring.act(90, Operation.delete("k").withIfVersion(version)).status())
        .isEqualTo(Status.CONFLICT);
    Item item = ring.act(90, Operation.get("k")).item();
    assertThat(item == null ? null : item.value()).isEqualTo("b");
    assertThat(item == null ? 0 : item.version()).isGreaterThan(version);
  }

  @Test
  void whatHasATimeToLiveGoesWithAllItsCopies() {
    Ringlet ring = ring(1);
    ring.act(5, Operation.put("k", "a").withTimeToLive(Duration.ofSeconds(10)));
    ring.simulator.runFor(Duration.ofSeconds(8));
    assertThat(ring.act(90, Operation.get("k")).status()).isEqualTo(Status.DONE);
    ring.simulator.runFor(Duration.ofSeconds(3));
    assertThat(ring.act(90, Operation.get("k")).status()).isEqualTo(Status.NOT_FOUND);
    assertThat(
            ring.simulator.runUntil(
                () -> ring.alive().stream().allMatch(each -> each.items().isEmpty()), LONG))
        .isTrue();
  }

  /** How many copies each key has, if all have the same number; else 0. */
  private static int copiesOfEach(Ringlet ring) {
    int copies = -1;
    for (int i = 0; i < KEYS; i++) {
      String key = "key" + i;
      int of =
          (int)
              ring.alive().stream()
                  .filter(node -> node.items().stream().anyMatch(item -> item.key().equals(key)))
                  .count();
      if (copies >= 0 && of != copies) {
        return 0;
      }
      copies = of;
    }
    return copies;
  }

  /** The vocabulary refuses what cannot be stored. */
  @Test
  void keysAndValuesThatAreTooLongAreRefused() {
    assertThat(List.of("x".repeat(1024))).allSatisfy(key -> Operation.put(key, "v"));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Operation.put("x".repeat(1025), "v"))
        .hasMessageContaining("1 to 1024");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> Operation.put("k", "v".repeat(Operation.MAX_VALUE_CHARS + 1)))
        .hasMessageContaining("more than");
  }
}
