package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import dev.quiver.messaging.protocol.Replay;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes whose memory is limited: they say so, keep what they took, and take no more. */
class RoomSimulationTest {

  private static final long ROOM = 100_000;
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String VALUE = "v".repeat(1_000);

  private static LongStream seeds() {
    return Replay.seeds(10);
  }

  private static Ringlet ring(long seed) {
    return new Ringlet(seed, Ringlet.config(8, 4), Rules.corrected(), ROOM)
        .create(5, 30, 60, 90, 120, 150, 180, 210, 240)
        .watched();
  }

  /** Puts more than there is room for; what was acknowledged. */
  private static Set<String> fill(Ringlet ring) {
    Set<String> acknowledged = new LinkedHashSet<>();
    boolean full = false;
    for (int i = 0; i < 600; i++) {
      String key = "key" + i;
      Outcome done = ring.act(5, Operation.put(key, VALUE));
      assertThat(done.status()).as(key).isIn(Status.DONE, Status.FULL);
      if (done.status() == Status.DONE) {
        assertThat(done.copies()).as(key).isEqualTo(3);
        acknowledged.add(key);
      } else {
        NodeRef who = done.holder();
        assertThat(who).as("who is full").isNotNull();
        full = true;
      }
    }
    assertThat(full).as("some were refused").isTrue();
    assertThat(acknowledged).hasSizeGreaterThan(60);
    return acknowledged;
  }

  private static void assertAllThere(Ringlet ring, Set<String> keys) {
    for (String key : keys) {
      Outcome got = ring.act(240, Operation.get(key));
      assertThat(got.status()).as(key).isEqualTo(Status.DONE);
      Item item = got.item();
      assertThat(item == null ? null : item.value()).as(key).isEqualTo(VALUE);
    }
  }

  private static void assertNobodyHasTooMuch(Ringlet ring) {
    for (ChordNode each : ring.alive()) {
      assertThat(each.status(false).keys().bytes())
          .as("bytes of " + each.self().name())
          .isLessThanOrEqualTo(ROOM);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatFindsNoRoomIsRefusedAndNothingElseIsLost(long seed) {
    Ringlet ring = ring(seed);
    Set<String> keys = fill(ring);
    assertNobodyHasTooMuch(ring);
    assertAllThere(ring, keys);
    long refused =
        ring.alive().stream().mapToLong(each -> each.status(false).counts().full()).sum();
    assertThat(refused).isPositive();

    // What the dead leave is more than the others have room for: they do not die of it.
    ring.crash(90);
    ring.crash(120);
    assertThat(ring.settle(LONG)).isTrue();
    ring.simulator.runFor(Duration.ofSeconds(30));
    assertNobodyHasTooMuch(ring);
    assertAllThere(ring, keys);

    // Somebody new brings room: the rest gets its copies.
    ring.join(100);
    ring.join(130);
    assertThat(ring.settle(LONG)).isTrue();
    assertAllThere(ring, keys);
  }

  @Test
  void whoDeletesOrWritesLessIsNotRefused() {
    Ringlet ring = ring(1);
    Set<String> keys = fill(ring);
    for (String key : keys) {
      boolean deletes = key.hashCode() % 2 == 0;
      Operation less = deletes ? Operation.delete(key) : Operation.put(key, "short");
      assertThat(ring.act(5, less).status()).as(key).isEqualTo(Status.DONE);
    }
    // Tombstones go by themselves, and then there is room again.
    ring.simulator.runFor(Duration.ofMinutes(2));
    assertThat(ring.act(5, Operation.put("another", VALUE)).status()).isEqualTo(Status.DONE);
  }

  /** Who has no room is not handed anything; who leaves stays until somebody has. */
  @Test
  void whoLeavesFindsSomebodyWithRoom() {
    Ringlet ring = ring(2);
    Set<String> keys = fill(ring);
    ring.leave(60);
    ring.simulator.runFor(Duration.ofSeconds(20));
    ring.join(70);
    ring.join(80);
    assertThat(ring.simulator.runUntil(() -> ring.hasLeft(ring.node(60)), LONG)).isTrue();
    assertThat(ring.node(60).status(false).keys().bytes()).isZero();
    ring.forgetLeavers();
    assertNobodyHasTooMuch(ring);
    assertAllThere(ring, keys);
  }
}
