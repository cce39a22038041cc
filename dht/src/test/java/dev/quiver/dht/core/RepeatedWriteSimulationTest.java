package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import dev.quiver.messaging.protocol.Replay;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A write that is asked for more than once is made once. */
class RepeatedWriteSimulationTest {

  private static final long[] FOUNDERS = {5, 30, 60, 90, 120, 150, 180, 210, 240};
  private static final Duration LONG = Duration.ofMinutes(2);

  private static LongStream seeds() {
    return Replay.seeds(10);
  }

  private static Ringlet ring(long seed) {
    return new Ringlet(seed, Ringlet.config(8, 4)).create(FOUNDERS);
  }

  private static long version(Outcome outcome) {
    return Objects.requireNonNull(outcome.item()).version();
  }

  private static String value(Outcome outcome) {
    Item item = outcome.item();
    return item == null ? "none" : String.valueOf(item.value());
  }

  private static long holder(Ringlet ring, String key) {
    return ring.view().holder(ring.config.space().hash(key)).id().low();
  }

  private static long other(Ringlet ring, String key) {
    return holder(ring, key) == 5 ? 120 : 5;
  }

  @Test
  void askedOnceMoreItGetsItsFirstAnswer() {
    Ringlet ring = ring(1);
    Operation first = Operation.put("k", "first").withIfVersion(0L).withId("one");
    Outcome done = ring.act(5, first);
    Outcome replaced = ring.act(60, Operation.put("k", "second"));

    Outcome again = ring.act(90, first);

    assertThat(again.status()).isEqualTo(Status.DONE);
    assertThat(version(again)).isEqualTo(version(done));
    Outcome got = ring.act(5, Operation.get("k"));
    assertThat(value(got)).isEqualTo("second");
    assertThat(version(got)).isEqualTo(version(replaced));
    assertThat(ring.act(5, first.withId("another")).status()).isEqualTo(Status.CONFLICT);
  }

  @Test
  void aDeleteThatIsAskedOnceMoreWasDone() {
    Ringlet ring = ring(1);
    ring.act(5, Operation.put("k", "v"));
    Operation delete = Operation.delete("k").withId("gone");
    assertThat(ring.act(5, delete).status()).isEqualTo(Status.DONE);
    assertThat(ring.act(60, delete).status()).isEqualTo(Status.DONE);
    assertThat(ring.act(60, delete.withId("other")).status()).isEqualTo(Status.NOT_FOUND);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theNextHolderKnowsItToo(long seed) {
    Ringlet ring = ring(seed);
    Operation first = Operation.put("k", "first").withIfVersion(0L).withId("one");
    Outcome done = ring.act(5, first);
    ring.act(5, Operation.put("k", "second"));
    long from = other(ring, "k");
    if (seed % 2 == 0) {
      ring.crash(holder(ring, "k"));
    } else {
      ring.leave(holder(ring, "k"));
    }
    assertThat(ring.settle(LONG)).isTrue();

    Outcome again = ring.act(from, first);

    assertThat(again.status()).isEqualTo(Status.DONE);
    assertThat(version(again)).isEqualTo(version(done));
    assertThat(value(ring.act(from, Operation.get("k")))).isEqualTo("second");
  }

  /** The holder hears the question and its answers are lost: it is asked until they are not. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whereTheAnswerIsLostAConditionalWriteIsNoConflict(long seed) {
    Ringlet ring = ring(seed);
    long asker = other(ring, "k");
    NodeRef holder = Ringlet.ref(holder(ring, "k"));
    Operation write = Operation.put("k", "v").withIfVersion(0L);
    ring.lookup(asker, holder.id().low(), false);
    ring.simulator.at(
        Duration.ofMillis(ring.simulator.random().nextInt(40)),
        () -> ring.simulator.cut(holder.name(), Ringlet.ref(asker).name()));
    ring.simulator.at(
        Duration.ofMillis(90), () -> ring.simulator.heal(holder.name(), Ringlet.ref(asker).name()));

    Outcome done = ring.act(asker, write);

    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(value(ring.act(asker, Operation.get("k")))).isEqualTo("v");
  }

  /** A node wakes up in the middle of a write whose asker has given up and gone on. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatNobodyWaitsForAnyMoreIsNotWrittenOverLaterValues(long seed) {
    Ringlet ring = ring(seed);
    NodeRef asker = Ringlet.ref(other(ring, "k"));
    NodeRef holder = Ringlet.ref(holder(ring, "k"));
    long third = FOUNDERS[7] == holder.id().low() ? FOUNDERS[6] : FOUNDERS[7];
    ring.simulator.cut(asker.name(), holder.name());
    ring.simulator.ask(asker.name(), new ClientMessage.Act(77, Operation.put("k", "late")));
    ring.simulator.runFor(Duration.ofMillis(100 + ring.simulator.random().nextInt(400)));
    ring.simulator.pause(asker.name());
    ring.simulator.heal(asker.name(), holder.name());
    ring.simulator.runFor(Duration.ofSeconds(20));
    assertThat(ring.act(third, Operation.put("k", "new")).status()).isEqualTo(Status.DONE);

    ring.simulator.resume(asker.name());
    ring.simulator.runFor(LONG);

    assertThat(value(ring.act(third, Operation.get("k")))).isEqualTo("new");
  }
}
