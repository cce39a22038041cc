package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Notice;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.Roster;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who leaves politely takes nothing with it, and tears no hole. */
class DepartureTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(2);

  private static boolean saidIsolated(Ringlet ring) {
    return ring.alive().stream()
        .flatMap(node -> ring.simulator.delivered(node.self().name()).stream())
        .anyMatch(Notice.Isolated.class::isInstance);
  }

  @Test
  void withOneSuccessorEachTheRingClosesBehindWhoLeaves() {
    Ringlet ring = new Ringlet(1, Ringlet.config(6, 1)).create(1, 8, 14, 21, 32);
    for (long id : new long[] {14, 8, 32, 1}) {
      ring.leave(id);
      assertThat(ring.simulator.runUntil(() -> ring.hasLeft(ring.node(id)), LONG)).isTrue();
      ring.forgetLeavers();
      assertThat(ring.settle(LONG)).as("without %s", id).isTrue();
    }
    assertThat(ring.successors(21)).containsExactly(21L);
    assertThat(saidIsolated(ring)).isFalse();
  }

  @Test
  void theLastOfTwoKeepsTheKeysOfBoth() {
    Ringlet ring = new Ringlet(1, Ringlet.config(8, 1).withReplicas(1)).create(100, 200);
    for (int i = 0; i < 20; i++) {
      ring.act(100, Operation.put("key" + i, "v"));
    }
    ring.leave(100);
    assertThat(ring.simulator.runUntil(() -> ring.hasLeft(ring.node(100)), LONG)).isTrue();
    ring.forgetLeavers();
    assertThat(ring.settle(LONG)).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(ring.act(200, Operation.get("key" + i)).status()).isEqualTo(Status.DONE);
    }
  }

  /** Its process sees that something moves, however long all of it takes. */
  @Test
  void whoLeavesSaysOfEachPageThatItWasTaken() {
    Ringlet ring = new Ringlet(1, Ringlet.config(8, 1).withReplicas(1)).create(100, 200);
    int held = 0;
    for (int i = 0; i < 40; i++) {
      Outcome done = ring.act(100, Operation.put("key" + i, "v".repeat(30_000)));
      held += done.holder() != null && done.holder().equals(ref(100)) ? 1 : 0;
    }
    assertThat(held).isPositive();
    ring.leave(100);
    assertThat(ring.simulator.runUntil(() -> ring.hasLeft(ring.node(100)), LONG)).isTrue();
    assertThat(handedOver(ring, 100)).hasSize(held).allMatch(each -> each.items() == 1);
  }

  /** What is offered again and again moves nothing: else it would never give up. */
  @Test
  void whoseHeirHasNoRoomSaysSoOnce() {
    ChordNode node =
        new ChordNode(
            Ringlet.config(6, 2).withReplicas(1), Ringlet.ref(20), new SplittableRandom(1));
    hears(node, 20, new LocalMessage.Create(new Roster(refs(10, 20, 30, 40))));
    for (int i = 0; i < 2; i++) {
      Item item = new Item(keyOf(node, i), "v".repeat(30_000), NOW.toEpochMilli(), null);
      hears(node, 50, new StoreMessage.Replicate(7, List.of(item)));
    }
    List<Effect<ChordMessage>> effects = hears(node, 20, new LocalMessage.Leave());
    int handedOver = 0;
    for (int round = 0; round < 5; round++) {
      for (long heir : new long[] {30, 40}) {
        effects = hears(node, heir, new StoreMessage.Replicated(offered(effects), true));
        handedOver += said(effects);
        effects = hears(node, heir, new StoreMessage.Full(offered(effects)));
      }
      effects = node.on(NOW, new Event.TimerFired<>(laterTimer(effects)));
    }
    assertThat(handedOver).isEqualTo(1);
  }

  private static long offered(List<Effect<ChordMessage>> effects) {
    for (Effect<ChordMessage> effect : effects) {
      if (effect instanceof Effect.Send<ChordMessage> send
          && send.message() instanceof StoreMessage.Replicate offer) {
        return offer.rpc();
      }
    }
    throw new AssertionError("it offers nothing: " + effects);
  }

  private static int said(List<Effect<ChordMessage>> effects) {
    return (int)
        effects.stream()
            .filter(
                effect ->
                    effect instanceof Effect.Deliver<ChordMessage> deliver
                        && deliver.message() instanceof Notice.HandedOver)
            .count();
  }

  private static List<Notice.HandedOver> handedOver(Ringlet ring, long id) {
    return ring.simulator.delivered(ref(id).name()).stream()
        .filter(Notice.HandedOver.class::isInstance)
        .map(Notice.HandedOver.class::cast)
        .toList();
  }

  /** One that offers it what it should hold must keep that: it may have handed over before. */
  @Test
  void whoIsLeavingTakesNothingOffAnybodysHands() {
    ChordNode node = new ChordNode(Ringlet.config(6, 2), Ringlet.ref(20), new SplittableRandom(1));
    hears(node, 20, new LocalMessage.Create(new Roster(refs(10, 20, 30, 40))));
    Item item = new Item(keyOf(node), "v", NOW.toEpochMilli(), null);
    StoreMessage.Replicate offer = new StoreMessage.Replicate(7, List.of(item));
    assertThat(hears(node, 50, offer))
        .contains(new Effect.Send<>(ref(50).name(), new StoreMessage.Replicated(7, false)));
    hears(node, 20, new LocalMessage.Leave());
    // It gives it to those who come next, and answers when they have it.
    assertThat(hears(node, 50, offer))
        .isNotEmpty()
        .allMatch(effect -> effect.toString().contains("to=n30, message=Replicate["));
    // What one of them offers they have.
    assertThat(hears(node, 30, offer))
        .contains(new Effect.Send<>(ref(30).name(), new StoreMessage.Replicated(7, true)));
  }

  /** Whoever has said good-bye is no successor for anybody. */
  @Test
  void whoHasLeftShowsItsStateToNobody() {
    ChordNode node =
        new ChordNode(
            Ringlet.config(6, 2).withReplicas(1), Ringlet.ref(20), new SplittableRandom(1));
    hears(node, 20, new LocalMessage.Create(new Roster(refs(10, 20, 30, 40))));
    hears(node, 20, new LocalMessage.Leave());
    assertThat(hears(node, 10, new RingMessage.StateQuery(3)))
        .contains(new Effect.Send<>(ref(10).name(), new RingMessage.Busy(3)));
  }

  /** All successors are gone and the only other one is busy for a while: it is waited for. */
  @Test
  void whoIsBusyIsAskedAgainAfterAPause() {
    ChordNode node =
        new ChordNode(
            Ringlet.config(6, 1).withReplicas(1), Ringlet.ref(20), new SplittableRandom(1));
    hears(node, 20, new LocalMessage.Create(new Roster(refs(10, 20, 30))));
    List<Effect<ChordMessage>> effects =
        hears(node, 30, new RingMessage.Leaving(ref(30), ref(20), List.of(ref(10))));
    for (int busy = 0; busy < 20; busy++) {
      effects = hears(node, 10, new RingMessage.Busy(question(effects)));
      assertThat(effects).as("not at once").noneMatch(Effect.Send.class::isInstance);
      effects = node.on(NOW, new Event.TimerFired<>(laterTimer(effects)));
    }
    hears(node, 10, new RingMessage.State(question(effects), ref(30), refs(20)));
    assertThat(node.successors()).containsExactly(ref(10));
  }

  private static long question(List<Effect<ChordMessage>> effects) {
    for (Effect<ChordMessage> effect : effects) {
      if (effect instanceof Effect.Send<ChordMessage> send
          && send.message() instanceof RingMessage.StateQuery query) {
        return query.rpc();
      }
    }
    throw new AssertionError("it asked nobody: " + effects);
  }

  private static String laterTimer(List<Effect<ChordMessage>> effects) {
    for (Effect<ChordMessage> effect : effects) {
      if (effect instanceof Effect.StartTimer<ChordMessage> start
          && start.timer().startsWith(Later.PREFIX)) {
        return start.timer();
      }
    }
    throw new AssertionError("it waits for nothing: " + effects);
  }

  private static String keyOf(ChordNode node) {
    return keyOf(node, 0);
  }

  /** Another for each number. */
  private static String keyOf(ChordNode node, int number) {
    int left = number;
    for (int i = 0; ; i++) {
      Id id = Ringlet.config(6, 2).space().hash("key" + i);
      if (node.owned().contains(id) && left-- == 0) {
        return "key" + i;
      }
    }
  }

  private static List<Effect<ChordMessage>> hears(ChordNode node, long from, ChordMessage said) {
    return node.on(NOW, new Event.Received<>(ref(from).name(), said));
  }

  private static NodeRef ref(long id) {
    return Ringlet.ref(id);
  }

  private static List<NodeRef> refs(long... ids) {
    return Arrays.stream(ids).mapToObj(Ringlet::ref).toList();
  }
}
