package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Id;
import dev.quiver.dht.NodeRef;
import dev.quiver.messaging.protocol.InvariantBrokenError;
import dev.quiver.messaging.protocol.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random joins, departures and deaths; the invariant is checked after every event. */
class RingSimulationTest {

  private static final int MAX_NODES = 9;
  private static final Duration CALM = Duration.ofMinutes(3);

  private static LongStream seeds() {
    return Replay.seeds(60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theInvariantHoldsAndTheRingBecomesIdeal(long seed) {
    Ringlet ring = schedule(seed, Rules.corrected());
    assertIdeal(ring, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("few")
  void everyPlaceIsFoundFromEveryNodeInBothWays(long seed) {
    Ringlet ring = schedule(seed, Rules.corrected());
    assertIdeal(ring, seed);
    assertFoundFromEverywhere(ring);
  }

  @Test
  @Tag("simulation")
  void tenThousandSchedulesEachTwice() {
    LongStream.rangeClosed(1, 10_000)
        .parallel()
        .forEach(
            seed -> {
              Ringlet ring = schedule(seed, Rules.corrected());
              List<String> again = schedule(seed, Rules.corrected()).simulator.trace();
              assertThat(again).as("seed %s", seed).isEqualTo(ring.simulator.trace());
              assertIdeal(ring, seed);
            });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSameSeedGivesTheSameTrace(long seed) {
    Replay.assertDeterministic(seed, each -> schedule(each, Rules.corrected()).simulator.trace());
  }

  /** Each repair leads to a nearer one, or from a dead one to one that lives. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whenNobodyComesOrGoesNeighboursNeverGetFurtherFromTheRightOnes(long seed) {
    Ringlet ring = schedule(seed, Rules.corrected());
    assertThat(ring.simulator.runUntil(ring::allAreMembers, CALM)).isTrue();
    assertIdeal(ring.neverFurther(), seed);
  }

  /**
   * The control: without its rule the invariant does not survive. {@link KnownBugsTest} has those
   * of the other rules, whose lack does harm only in a certain order of events.
   */
  @Test
  void withoutAskingBeforeAdoptingItIsCaught() {
    assertCaught(Rules.corrected().without(Rule.ASKS_BEFORE_ADOPTING));
  }

  /** A predecessor that died makes room for the one before it. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("few")
  void aDeadPredecessorIsReplaced(long seed) {
    assertThat(predecessorAfterADeath(seed, Rules.corrected())).isEqualTo(Ringlet.ref(10));
  }

  /** The control: who does not ask it keeps it for ever, and holds too few keys. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("few")
  void withoutAskingThePredecessorItIsCaught(long seed) {
    assertThat(predecessorAfterADeath(seed, Rules.corrected().without(Rule.ASKS_PREDECESSOR)))
        .isEqualTo(Ringlet.ref(20));
  }

  private static @Nullable NodeRef predecessorAfterADeath(long seed, Rules rules) {
    Ringlet ring = new Ringlet(seed, Ringlet.config(6, 2), rules).create(10, 20, 30, 40);
    assertThat(ring.settle(CALM)).isTrue();
    ring.crash(20);
    boolean ideal = ring.settle(CALM);
    NodeRef predecessor = ring.node(30).predecessor();
    assertThat(ideal).isEqualTo(Ringlet.ref(10).equals(predecessor));
    return predecessor;
  }

  /** The control: in one of some thousands of schedules it matters that a node was busy. */
  @Test
  @Tag("simulation")
  void withoutBusyItIsCaught() {
    assertThat(LongStream.rangeClosed(1, 10_000).parallel().anyMatch(RingSimulationTest::breaks))
        .isTrue();
  }

  private static boolean breaks(long seed) {
    try {
      Ringlet unused = schedule(seed, Rules.corrected().without(Rule.BUSY));
      return false;
    } catch (InvariantBrokenError caught) {
      return true;
    }
  }

  @Test
  @Tag("simulation")
  void aLargeRingNeedsNobodyToSpareItsNodes() {
    for (long seed = 1; seed <= 10; seed++) {
      assertIdeal(unguarded(seed, Rules.corrected()), seed);
    }
  }

  /** The control: who joins knows one successor, and that one dies. */
  @Test
  @Tag("simulation")
  void theOriginalJoinIsCaught() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= 100; seed++) {
                Ringlet unused = unguarded(seed, Rules.corrected().without(Rule.COPIES_ON_JOIN));
              }
            })
        .isInstanceOf(InvariantBrokenError.class)
        .hasMessageContaining("seed ");
  }

  /**
   * More than the protocol assumes, which is why its invariant is not checked meanwhile: a node
   * loses all its successors at once. Its list was full, so it knows that there must be others, and
   * finds them by its fingers. At no time does it take the whole circle for its own.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whoLosesAllItsSuccessorsComesBack(long seed) {
    assertIdeal(bereaved(seed, Rules.corrected()), seed);
  }

  /** The control: when its list has become shorter it takes itself for a ring of one. */
  @Test
  void withShortListsItIsCaught() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= 20; seed++) {
                bereaved(seed, Rules.corrected().without(Rule.KEEPS_LIST_FULL)).settle(CALM);
              }
            })
        .isInstanceOf(InvariantBrokenError.class)
        .hasMessageContaining("seed ", "a ring of one");
  }

  static LongStream few() {
    return Replay.seeds(15);
  }

  /** Neither side is at fault: the network is. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("few")
  void whoWasCutOffFromEverybodyComesBack(long seed) {
    int successors = 1 + (int) (seed % 3);
    Ringlet ring = new Ringlet(seed, Ringlet.config(6, successors).withReplicas(1));
    RandomGenerator random = ring.simulator.random();
    ring.create(random.longs(0, 64).distinct().limit(8).toArray());
    List<ChordNode> members = List.copyOf(ring.alive());
    ChordNode one = members.get(random.nextInt(members.size()));
    for (ChordNode each : members) {
      ring.simulator.cut(one.self().name(), each.self().name());
      ring.simulator.cut(each.self().name(), one.self().name());
    }
    boolean alone =
        ring.simulator.runUntil(() -> one.successors().contains(one.self()), Duration.ofMinutes(1));
    assertThat(alone).as("it takes itself for the only one left").isTrue();
    ring.simulator.runFor(Duration.ofMillis(random.nextInt(20_000)));
    ring.simulator.healAll();
    assertIdeal(ring, seed);
  }

  private static Ringlet bereaved(long seed, Rules rules) {
    int successors = 2 + (int) (seed % 2);
    Ringlet ring = new Ringlet(seed, Ringlet.config(6, successors).withReplicas(1), rules);
    RandomGenerator random = ring.simulator.random();
    ring.create(random.longs(0, 64).distinct().limit(4L * (successors + 1)).toArray());
    ring.simulator.runFor(Duration.ofMillis(random.nextInt(2_000)));
    List<ChordNode> members = List.copyOf(ring.alive());
    ChordNode one = members.get(random.nextInt(members.size()));
    for (NodeRef each : one.successors()) {
      ring.crash(each.id().low());
    }
    ring.simulator.invariant(
        "nobody takes itself for a ring of one",
        () ->
            ring.alive().stream()
                .filter(each -> each.successors().contains(each.self()))
                .map(each -> each.self() + " does")
                .findAny());
    return ring;
  }

  /**
   * A ring of more than 3(r+1) nodes, where at most r-1 die in any few rounds; otherwise anybody
   * may, at any time.
   */
  private static Ringlet unguarded(long seed, Rules rules) {
    int successors = 2 + (int) (seed % 2);
    Ringlet ring = new Ringlet(seed, Ringlet.config(6, successors).withReplicas(1), rules);
    RandomGenerator random = ring.simulator.random();
    int fewest = 3 * (successors + 1);
    ring.create(random.longs(0, 64).distinct().limit(fewest + 2L).toArray());
    ring.watched();
    int deaths = 0;
    for (int step = 0; step < 16; step++) {
      ring.simulator.runFor(Duration.ofMillis(random.nextInt(500)));
      List<ChordNode> members = ring.alive().stream().filter(ChordNode::isMember).toList();
      ChordNode one = members.get(random.nextInt(members.size()));
      long id = random.nextLong(64);
      if (members.size() <= fewest || random.nextBoolean()) {
        if (ring.alive().stream().noneMatch(each -> each.self().id().low() == id)
            && !everUp(ring, id)) {
          ring.join(id);
        }
      } else if (ring.alive().stream().noneMatch(each -> one.self().equals(each.asked()))) {
        ring.crash(one.self().id().low());
        if (++deaths % Math.max(1, successors - 1) == 0) {
          ring.simulator.runFor(Duration.ofSeconds(3));
        }
      }
    }
    return ring;
  }

  private static void assertCaught(Rules rules) {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= 400; seed++) {
                schedule(seed, rules.without(Rule.MONITORS));
              }
            })
        .isInstanceOf(InvariantBrokenError.class)
        .hasMessageContaining("seed ");
  }

  /** A random course; afterwards nothing happens any more. */
  static Ringlet schedule(long seed, Rules rules) {
    int successors = 1 + (int) (seed % 3);
    ChordConfig config = Ringlet.config(6, successors).withReplicas(1);
    Ringlet ring = new Ringlet(seed, config, rules);
    RandomGenerator random = ring.simulator.random();
    long[] founders = random.longs(0, 64).distinct().limit(successors + 2L).toArray();
    ring.create(founders);
    ring.watched();
    for (int step = 0; step < 12; step++) {
      ring.simulator.runFor(Duration.ofMillis(random.nextInt(500)));
      act(ring, random);
    }
    return ring;
  }

  private static void act(Ringlet ring, RandomGenerator random) {
    ring.forgetLeavers();
    List<ChordNode> members = ring.staying().stream().filter(ChordNode::isMember).toList();
    ChordNode one = members.get(random.nextInt(members.size()));
    int what = random.nextInt(6);
    if (what < 3) {
      long id = random.nextInt(64);
      boolean free = ring.alive().stream().noneMatch(each -> each.self().id().low() == id);
      if (free && ring.alive().size() < MAX_NODES && !everUp(ring, id)) {
        ring.join(id);
      }
    } else if (mayFail(ring, one)) {
      if (what == 3) {
        ring.leave(one.self().id().low());
      } else {
        ring.crash(one.self().id().low());
      }
    }
  }

  private static boolean everUp(Ringlet ring, long id) {
    try {
      ring.simulator.isUp(Ringlet.ref(id).name());
      return true;
    } catch (IllegalArgumentException never) {
      return false;
    }
  }

  /**
   * What the protocol assumes of failures: everybody keeps a living successor, and a principal does
   * not die while there are no more than needed. Question and answer are one step there; here a
   * node that somebody is about to adopt, since it has just answered, lives on.
   */
  private static boolean mayFail(Ringlet ring, ChordNode victim) {
    RingView view = ring.viewOfStaying();
    List<Id> principals = view.principals();
    if (principals.contains(victim.self().id())
        && principals.size() <= ring.config.successors() + 1) {
      return false;
    }
    List<ChordNode> rest = new ArrayList<>(ring.staying());
    rest.remove(victim);
    rest.removeIf(each -> !each.isMember());
    for (ChordNode each : rest) {
      if (victim.self().equals(each.asked())) {
        return false;
      }
      boolean keeps = false;
      for (NodeRef successor : each.successors()) {
        keeps |= rest.stream().anyMatch(other -> other.self().equals(successor));
      }
      if (!keeps) {
        return false;
      }
    }
    return true;
  }

  /** Every place, from every node, asking from hop to hop and passing the question on. */
  private static void assertFoundFromEverywhere(Ringlet ring) {
    for (ChordNode from : List.copyOf(ring.alive())) {
      long start = from.self().id().low();
      for (long key = 0; key < 64; key++) {
        NodeRef right = ring.view().holder(Id.of(key));
        assertThat(ring.lookup(start, key, true).holder()).isEqualTo(right);
        assertThat(ring.lookup(start, key, false).holder()).isEqualTo(right);
      }
    }
  }

  private static void assertIdeal(Ringlet ring, long seed) {
    assertThat(ring.settle(CALM))
        .as(() -> "seed " + seed + " becomes ideal; it is off by " + ring.view().error())
        .isTrue();
    List<ChordNode> nodes = List.copyOf(ring.alive());
    ChordNode from = nodes.get((int) (seed % nodes.size()));
    for (long key = seed % 5; key < 64; key += 5) {
      NodeRef right = ring.view().holder(Id.of(key));
      long start = from.self().id().low();
      assertThat(ring.lookup(start, key, key % 2 == 0).holder()).isEqualTo(right);
    }
  }
}
