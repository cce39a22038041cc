package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Notice;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.Roster;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bugs of the original pseudo-code, each as a script, by the numbers of Zave's list. */
class KnownBugsTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * (1) A ring of one node is too few: 62 and 37 both know 48 alone; it dies, and they never find
   * each other. The correct protocol asks for r+1 founders; a smaller ring says that it has lost
   * everybody.
   */
  @Test
  void oneNodeIsTooFewToBeginWith() {
    ChordConfig config = Ringlet.config(6, 2).withReplicas(1);
    Ringlet ring = new Ringlet(1, config).create(48);
    assertThat(ring.view().brokenInvariant()).get().asString().contains("SufficientPrincipals");

    Ringlet founded = new Ringlet(1, config).create(37, 48, 62);
    assertThat(founded.view().brokenInvariant()).isEmpty();
    founded.crash(48);
    assertThat(founded.settle(LONG)).isTrue();
    assertThat(founded.node(62).successors().get(0)).isEqualTo(Ringlet.ref(37));
    assertThat(founded.node(37).successors().get(0)).isEqualTo(Ringlet.ref(62));
  }

  /** (2) A new successor is asked first: the dead one that the head names is not adopted. */
  @Test
  void aDeadNodeIsNotAdoptedOnHearsay() {
    assertThat(headAfterHearsay(Rules.corrected())).isEqualTo(20L);
    assertThat(headAfterHearsay(Rules.corrected().without(Rule.ASKS_BEFORE_ADOPTING)))
        .isEqualTo(15L);
  }

  private static long headAfterHearsay(Rules rules) {
    Script node = new Script(10, rules, 10, 20, 30, 40);
    long query = node.stabilizes(20);
    node.hears(20, new RingMessage.State(query, Ringlet.ref(15), refs(30, 40)));
    node.timePasses(Duration.ofMillis(110));
    return node.node.successors().get(0).id().low();
  }

  /** (3) A list keeps its length when its head dies. */
  @Test
  void aListDoesNotGetShorterWhenItsHeadDies() {
    Script node = new Script(10, Rules.corrected(), 10, 20, 30, 40);
    node.stabilizes(20);
    node.timePasses(Duration.ofMillis(110));
    assertThat(node.node.successors()).hasSize(2).startsWith(Ringlet.ref(30));
    assertThat(node.node.successors().get(1)).isEqualTo(NodeRef.padding(Id.of(31)));

    Script without =
        new Script(10, Rules.corrected().without(Rule.KEEPS_LIST_FULL), 10, 20, 30, 40);
    without.stabilizes(20);
    without.timePasses(Duration.ofMillis(110));
    assertThat(without.node.successors()).hasSize(1);
  }

  /** (3) And it has it from the beginning: who joins copies the whole list. */
  @Test
  void whoJoinsHasAFullList() {
    Ringlet ring = new Ringlet(1, Ringlet.config(6, 2)).create(3, 20, 31, 52);
    ring.join(10, 3);
    assertThat(ring.simulator.runUntil(() -> ring.node(10).isMember(), LONG)).isTrue();
    assertThat(ring.successors(10)).hasSize(2);
  }

  /**
   * (6) An entry that points to an appendage: r=2, ring 3, 20, 31, 52; 52 has [3, 45], 45 has [20,
   * 31]. When 3 dies 52 would go on with 45 and then back to 20. The invariant forbids the state
   * before it does harm: 45 after 3 skips 20 and 31, so too few are left whom nobody skips.
   */
  @Test
  void anEntryThatPointsToAnAppendageIsAgainstTheInvariant() {
    ChordConfig config = Ringlet.config(6, 2).withReplicas(1);
    Ringlet ring = new Ringlet(1, config).create(3, 20, 31, 52);
    assertThat(ring.view().brokenInvariant()).isEmpty();
    Script skips = new Script(52, Rules.corrected(), 3, 20, 31, 52);
    long query = skips.stabilizes(3);
    skips.hears(3, new RingMessage.State(query, Ringlet.ref(52), refs(45, 20)));
    RingView view =
        new RingView(config, List.of(ring.node(3), ring.node(20), ring.node(31), skips.node));
    assertThat(skips.node.successors()).isEqualTo(refs(3, 45));
    assertThat(view.principals()).containsExactly(Id.of(3), Id.of(52));
    assertThat(view.brokenInvariant()).get().asString().contains("SufficientPrincipals");
  }

  /** (7) The new head hears of its predecessor at once when the old head has died. */
  @Test
  void theNewHeadIsToldWhenTheOldOneDied() {
    Script node = new Script(10, Rules.corrected(), 10, 20, 30, 40);
    node.stabilizes(20);
    List<Effect<ChordMessage>> effects = node.timePasses(Duration.ofMillis(110));
    assertThat(effects)
        .contains(
            new Effect.Send<>(Ringlet.ref(30).name(), new RingMessage.Notify(Ringlet.ref(10))));

    Script without =
        new Script(10, Rules.corrected().without(Rule.NOTIFIES_AFTER_DEATH), 10, 20, 30, 40);
    without.stabilizes(20);
    assertThat(without.timePasses(Duration.ofMillis(110)))
        .noneMatch(effect -> effect instanceof Effect.Send<ChordMessage>);
  }

  /** (8) Two rings stay two; looking oneself up from the other shows it. */
  @Test
  void twoRingsAreFoundOutByLookingOneselfUp() {
    Ringlet ring = new Ringlet(1, Ringlet.config(6, 1).withReplicas(1)).create(10, 20, 30);
    ring.create(40, 50, 60);
    ring.simulator.runFor(LONG);
    assertThat(ring.successors(30)).containsExactly(10L);
    assertThat(ring.lookup(40, 20, false).holder())
        .as("20 looks itself up in the other ring and finds somebody else")
        .isEqualTo(Ringlet.ref(40));
  }

  /** Between question and answer a node's state is nobody's to see; but it is alive. */
  @Test
  void whoStabilizesIsBusyAndYetAnswersPings() {
    Script node = new Script(10, Rules.corrected(), 10, 20, 30, 40);
    node.stabilizes(20);
    assertThat(node.hears(40, new RingMessage.StateQuery(7)))
        .containsExactly(new Effect.Send<>(Ringlet.ref(40).name(), new RingMessage.Busy(7)));
    assertThat(node.hears(40, new RingMessage.Ping(8)))
        .containsExactly(new Effect.Send<>(Ringlet.ref(40).name(), new RingMessage.Pong(8)));

    Script without = new Script(10, Rules.corrected().without(Rule.BUSY), 10, 20, 30, 40);
    without.stabilizes(20);
    assertThat(without.hears(40, new RingMessage.StateQuery(7)).get(0).toString())
        .contains("State[");
  }

  /** A node that lies about its successors is not believed, and the process hears of it. */
  @Test
  void aLiarIsNotBelieved() {
    Script node = new Script(10, Rules.corrected(), 10, 20, 30, 40);
    long query = node.stabilizes(20);
    List<Effect<ChordMessage>> effects =
        node.hears(20, new RingMessage.State(query, Ringlet.ref(10), refs(15, 12)));
    assertThat(effects)
        .anyMatch(
            effect ->
                effect instanceof Effect.Deliver<ChordMessage> told
                    && told.message() instanceof Notice.InvariantBroken broken
                    && broken.by().equals(Ringlet.ref(20)));
    assertThat(node.node.successors()).isEqualTo(refs(20, 30));
    assertThat(node.node.status(false).counts().violations()).isEqualTo(1);
  }

  /** Somebody who speaks for others is not heard. */
  @Test
  void aNotifyInAnothersNameCountsForNothing() {
    Script node = new Script(10, Rules.corrected(), 10, 20, 30, 40);
    node.hears(20, new RingMessage.Notify(Ringlet.ref(5)));
    node.hears(20, new RingMessage.Leaving(Ringlet.ref(40), Ringlet.ref(30), List.of()));
    assertThat(node.node.predecessor()).isEqualTo(Ringlet.ref(40));
    assertThat(node.node.status(false).counts().violations()).isEqualTo(2);
  }

  private static List<NodeRef> refs(long... ids) {
    return java.util.Arrays.stream(ids).mapToObj(Ringlet::ref).toList();
  }

  /** One node, whose neighbours are played by the test. */
  private static final class Script {
    final ChordNode node;
    private Instant now = NOW;

    Script(long self, Rules rules, long... members) {
      ChordConfig config =
          Ringlet.config(6, 2)
              .withReplicas(1)
              .withFixFingers(Duration.ofDays(1))
              .withRepair(Duration.ZERO, Duration.ofMinutes(1));
      node = new ChordNode(config, Ringlet.ref(self), new SplittableRandom(1), rules);
      hears(self, new LocalMessage.Create(new Roster(refs(members))));
    }

    List<Effect<ChordMessage>> hears(long from, ChordMessage message) {
      return node.on(now, new Event.Received<>(Ringlet.ref(from).name(), message));
    }

    /** Begins a round; the number of its question to that head. */
    long stabilizes(long head) {
      for (Effect<ChordMessage> effect : node.on(now, new Event.TimerFired<>(Ring.TIMER))) {
        if (effect instanceof Effect.Send<ChordMessage> send
            && send.to().equals(Ringlet.ref(head).name())
            && send.message() instanceof RingMessage.StateQuery query) {
          return query.rpc();
        }
      }
      throw new AssertionError("it did not ask " + head);
    }

    List<Effect<ChordMessage>> timePasses(Duration time) {
      now = now.plus(time);
      return node.on(now, new Event.TimerFired<>(Rpcs.TIMER));
    }
  }
}
