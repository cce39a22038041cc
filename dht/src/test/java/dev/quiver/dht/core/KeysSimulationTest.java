package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.Item;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import dev.quiver.messaging.protocol.Replay;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keys are written, read and deleted while nodes join, leave, die and are held. No write that was
 * acknowledged is lost, and none is undone, while fewer die between two repairs than there are
 * copies: {@link KeysChecker} sees to it.
 */
class KeysSimulationTest {

  private static final int KEYS = 12;
  private static final int STEPS = 40;
  private static final int FEWEST = 7;
  private static final int MOST = 12;
  private static final int SUCCESSORS = 4;
  private static final Duration LONG = Duration.ofMinutes(3);

  /** So long after its asker got no answer a write may still be made. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private static LongStream seeds() {
    return Replay.seeds(25);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noAcknowledgedWriteIsLost(long seed) {
    new Course(seed, 3, Rules.corrected()).run();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSameSeedGivesTheSameTrace(long seed) {
    Replay.assertDeterministic(
        seed, each -> new Course(each, 3, Rules.corrected()).run().simulator.trace());
  }

  /** Two at a time want to write on the version that both have seen. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void ofTwoThatWriteOnOneVersionOneDoes(long seed) {
    Course course = new Course(seed, 3, Rules.corrected()).contended();
    course.run();
    assertThat(course.races).as("races").isGreaterThan(10);
    assertThat(course.won).as("writes that were done in them").isGreaterThan(course.races / 2);
  }

  /** A leaver gave what it held to its successor alone; then two died before the next repair. */
  @Test
  void twoDeathsRightAfterALeaveLoseNothing() {
    new Course(1188, 3, Rules.corrected()).run();
  }

  /**
   * A joiner was held while it collected. Awake it took the answers of long ago, and its questions,
   * asked again, made it the successor's predecessor before it asked whether it still was.
   */
  @Test
  void whatIsCollectedByOneThatWasHeldIsCollectedAnew() {
    new Course(1355, 3, Rules.corrected()).run();
  }

  /** Two joined the same stretch at a time, and the successor gave each of them all of it. */
  @Test
  void twoThatJoinOneStretchDoNotBothHoldIt() {
    new Course(929, 3, Rules.corrected()).contended().run();
  }

  @Test
  @Tag("simulation")
  void twoThousandCourses() {
    LongStream.rangeClosed(1, 2_000)
        .parallel()
        .forEach(seed -> new Course(seed, 3, Rules.corrected()).run());
  }

  @Test
  @Tag("simulation")
  void aThousandContendedCourses() {
    LongStream.rangeClosed(1, 1_000)
        .parallel()
        .forEach(seed -> new Course(seed, 3, Rules.corrected()).contended().run());
  }

  /** The control: two copies, of which both may die between two repairs. */
  @Test
  void withOneCopyTooFewItIsCaught() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= 40; seed++) {
                new Course(seed, 2, Rules.corrected()).run();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed ");
  }

  /** The control: who joins, or was held, holds its keys without asking whether others do. */
  @Test
  void withoutVerifyingItIsCaught() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= 200; seed++) {
                new Course(seed, 3, Rules.corrected().without(Rule.VERIFIES)).run();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed ");
  }

  /** One random course. */
  private static final class Course {

    private final long seed;
    private final Ringlet ring;
    private final RandomGenerator random;
    private final KeysChecker checker;
    private int dead;
    private int gone;
    private long next = 1;
    private boolean contended;
    private int races;
    private int won;

    Course(long seed, int copies, Rules rules) {
      this.seed = seed;
      // As in practice rounds are shorter than it takes to be thought dead: who was held for so
      // long was late for one.
      ChordConfig config =
          Ringlet.config(16, SUCCESSORS)
              .withReplicas(copies)
              .withStabilize(Duration.ofMillis(100), Duration.ofMillis(150))
              .withRpc(Duration.ofMillis(150), 2);
      ring = new Ringlet(seed, config, rules);
      random = ring.simulator.random();
      checker = new KeysChecker("seed " + seed, ring.simulator::now, LATE);
      ring.create(random.longs(0, 1 << 16).distinct().limit(9).toArray());
    }

    /** Writes are made by two at a time, as long as nobody is held. */
    Course contended() {
      contended = true;
      return this;
    }

    Ringlet run() {
      for (int step = 0; step < STEPS; step++) {
        ring.simulator.runFor(Duration.ofMillis(random.nextInt(150)));
        ring.forgetLeavers();
        if (random.nextInt(3) > 0) {
          use();
        } else {
          change();
        }
      }
      mend();
      for (int key = 0; key < KEYS; key++) {
        checker.got("key" + key, ring.act(any(), Operation.get("key" + key)));
      }
      return ring;
    }

    private void use() {
      if (contended && !ring.holdsAny() && random.nextInt(3) > 0) {
        race("key" + random.nextInt(KEYS));
      } else {
        useAlone();
      }
    }

    private void race(String key) {
      Outcome got = checker.got(key, ring.act(any(), Operation.get(key)));
      if (got.status() != Status.DONE && got.status() != Status.NOT_FOUND) {
        return;
      }
      Item item = got.item();
      long version = item == null ? 0 : item.version();
      List<Operation> both =
          List.of(
              Operation.put(key, "v" + next++).withIfVersion(version),
              Operation.put(key, "v" + next++).withIfVersion(version));
      List<Outcome> outcomes = ring.actBoth(any(), both.get(0), any(), both.get(1));
      checker.raced(both, outcomes);
      races++;
      won += outcomes.stream().anyMatch(each -> each.status() == Status.DONE) ? 1 : 0;
    }

    private void useAlone() {
      String key = "key" + random.nextInt(KEYS);
      String value = "v" + next++;
      switch (random.nextInt(5)) {
        case 0, 1 -> write(Operation.put(key, value));
        case 2 -> write(Operation.delete(key));
        case 3 -> {
          Outcome got = checker.got(key, ring.act(any(), Operation.get(key)));
          if (got.status() == Status.DONE || got.status() == Status.NOT_FOUND) {
            Item item = got.item();
            write(Operation.put(key, value).withIfVersion(item == null ? 0 : item.version()));
          }
        }
        default -> checker.got(key, ring.act(any(), Operation.get(key)));
      }
    }

    private void write(Operation operation) {
      checker.wrote(operation, ring.act(any(), operation));
    }

    private void change() {
      List<ChordNode> members = members();
      ChordNode one = members.get(random.nextInt(members.size()));
      long id = one.self().id().low();
      int what = random.nextInt(5);
      if (members.size() < MOST && (what < 2 || members.size() <= FEWEST)) {
        join(one);
      } else if (dead == 2 || gone >= SUCCESSORS - 1) {
        mend();
      } else if (what == 2) {
        gone++;
        ring.leave(id);
      } else if (what == 3) {
        crash(one);
      } else {
        hold(one);
      }
    }

    /** One, or two at once that stand beside each other. */
    private void crash(ChordNode one) {
      List<ChordNode> victims =
          members().stream()
              .filter(each -> each == one || one.successors().get(0).equals(each.self()))
              .limit(dead == 0 && gone + 2 < SUCCESSORS && random.nextBoolean() ? 2 : 1)
              .toList();
      for (ChordNode each : victims) {
        gone++;
        dead++;
        ring.crash(each.self().id().low());
      }
    }

    /** One or two at the same place: the same neighbours have them. */
    private void join(ChordNode near) {
      for (int i = 0; i <= random.nextInt(2); i++) {
        long id = (near.self().id().low() + 1 + random.nextInt(1 << 12)) & 0xFFFF;
        if (ring.isFree(id)) {
          ring.join(id);
          ring.simulator.runFor(Duration.ofMillis(random.nextInt(60)));
        }
      }
    }

    /** Stopped for longer than it takes to be thought dead, while others write. */
    private void hold(ChordNode one) {
      ring.hold(one);
      for (int i = 0; i < 4; i++) {
        ring.simulator.runFor(Duration.ofMillis(random.nextInt(400)));
        use();
      }
      ring.release();
      for (int i = 0; i < 2; i++) {
        String key = "key" + random.nextInt(KEYS);
        checker.got(key, ring.act(one.self().id().low(), Operation.get(key)));
        use();
      }
      gone++;
      dead++; // For the copies of others it was.
    }

    /** The ring is whole, and every key has all its copies again. */
    private void mend() {
      assertThat(ring.settle(LONG)).as("seed %s: the ring becomes ideal", seed).isTrue();
      assertThat(ring.simulator.runUntil(() -> checker.isWhole(ring), LONG))
          .as("seed %s: every key has all its copies again", seed)
          .isTrue();
      dead = 0;
      gone = 0;
    }

    private List<ChordNode> members() {
      return ring.staying().stream().filter(ChordNode::isMember).toList();
    }

    private long any() {
      List<ChordNode> members = members().stream().filter(each -> !ring.isHeld(each)).toList();
      return members.get(random.nextInt(members.size())).self().id().low();
    }
  }
}
