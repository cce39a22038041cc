package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome.Status;
import dev.quiver.dht.Range;
import dev.quiver.messaging.protocol.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who goes round the circle sees every key once, whatever happens to the ring meanwhile. */
class CircleWalkSimulationTest {

  private static final int KEYS = 120;
  private static final long[] FOUNDERS = {5, 30, 60, 90, 120, 150, 180, 210, 240};

  /** Three to a page. */
  private static final String VALUE = "v".repeat(12_000);

  private static LongStream seeds() {
    return Replay.seeds(20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyKeyIsSeenOnceWhileNodesJoinLeaveAndDie(long seed) {
    Ringlet ring = new Ringlet(seed, Ringlet.config(8, 4)).create(FOUNDERS);
    for (int i = 0; i < KEYS; i++) {
      assertThat(ring.act(5, Operation.put("key" + i, VALUE)).status()).isEqualTo(Status.DONE);
    }
    Course course = new Course(ring);
    List<String> seen = new ArrayList<>();
    CircleWalk walk = new CircleWalk(ring.config.space());
    for (int tries = 0; !walk.isOver() && tries < 2_000; tries++) {
      course.change();
      NodeRef holder = ring.lookup(course.any(), walk.place().low(), false).holder();
      ClientMessage.Items page = holder == null ? null : ring.list(holder, walk);
      if (page != null && walk.take(page)) {
        page.items().stream().map(Item::key).forEach(seen::add);
      }
    }
    assertThat(walk.isOver()).as("it comes round").isTrue();
    assertThat(course.changes).as("nodes that came or went").isGreaterThan(2);
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, KEYS).mapToObj(i -> "key" + i).toList());
  }

  /** Nodes come and go, never more at once than the copies bear. */
  private static final class Course {

    private final Ringlet ring;
    private final RandomGenerator random;
    private boolean killed;
    private int changes;

    Course(Ringlet ring) {
      this.ring = ring;
      this.random = ring.simulator.random();
    }

    void change() {
      ring.simulator.runFor(Duration.ofMillis(random.nextInt(100)));
      ring.forgetLeavers();
      List<ChordNode> members = ring.staying().stream().filter(ChordNode::isMember).toList();
      ChordNode one = members.get(random.nextInt(members.size()));
      int what = random.nextInt(8);
      if (what < 2 && ring.alive().size() < 14) {
        long id = random.nextInt(256);
        if (ring.isFree(id)) {
          changes++;
          ring.join(id);
        }
      } else if (what == 2 && members.size() > 7 && ring.alive().size() == members.size()) {
        changes++;
        ring.leave(one.self().id().low());
      } else if (what == 3 && !killed && members.size() > 7) {
        killed = true;
        changes++;
        ring.crash(one.self().id().low());
      }
    }

    long any() {
      List<ChordNode> members = ring.staying().stream().filter(ChordNode::isMember).toList();
      return members.get(random.nextInt(members.size())).self().id().low();
    }
  }

  @Test
  void whatDoesNotLeadOnIsNotTaken() {
    IdSpace space = Ringlet.config(6, 2).space();
    CircleWalk walk = new CircleWalk(space);
    assertThat(walk.place()).isEqualTo(Id.of(1));
    assertThat(walk.take(page(false, null))).as("not its holder").isFalse();
    assertThat(walk.take(page(false, range(3, 20)))).as("of another beginning").isFalse();
    assertThat(walk.take(page(true, range(0, 20)))).as("more, and nothing yet").isFalse();

    assertThat(walk.take(page(false, range(0, 20)))).isTrue();
    assertThat(walk.place()).isEqualTo(Id.of(21));
    assertThat(walk.take(page(false, range(20, 10)))).as("beyond the end").isFalse();
    walk.pass(Id.of(40));
    assertThat(walk.place()).isEqualTo(Id.of(41));
    assertThat(walk.isOver()).isFalse();
    assertThat(walk.take(page(false, range(40, 0)))).isTrue();
    assertThat(walk.isOver()).isTrue();
  }

  private static Range range(long after, long upTo) {
    return new Range(Id.of(after), Id.of(upTo));
  }

  private static ClientMessage.Items page(
      boolean more, @org.jspecify.annotations.Nullable Range range) {
    return new ClientMessage.Items(0, List.of(), more, range);
  }
}
