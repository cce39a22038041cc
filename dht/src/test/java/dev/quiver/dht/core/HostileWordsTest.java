package dev.quiver.dht.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Range;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.Roster;
import dev.quiver.dht.RouteMessage;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.protocol.Effect;
import dev.quiver.messaging.protocol.Event;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be so is counted and not looked at, and an odd answer is as good as none. */
class HostileWordsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeRef OFF = NodeRef.alone(Id.of(64), "off");
  private static final NodeRef ON = Ringlet.ref(40);

  private final ChordNode node =
      new ChordNode(Ringlet.config(6, 2), Ringlet.ref(20), new SplittableRandom(1));

  HostileWordsTest() {
    hears(
        20,
        new LocalMessage.Create(
            new Roster(List.of(Ringlet.ref(10), Ringlet.ref(20), Ringlet.ref(30), ON))));
  }

  static Stream<ChordMessage> words() {
    Id off = OFF.id();
    Id on = ON.id();
    return Stream.of(
        new RingMessage.State(1, OFF, List.of(ON)),
        new RingMessage.State(1, ON, List.of(OFF)),
        new RingMessage.Leaving(ON, OFF, List.of()),
        new RingMessage.Leaving(ON, null, List.of(OFF)),
        new RouteMessage.NextHop(1, off, List.of()),
        new RouteMessage.NextHop(1, on, List.of(off)),
        new RouteMessage.Hop(1, OFF),
        new RouteMessage.Reached(1, List.of(OFF)),
        new RouteMessage.Confirm(1, off),
        new RouteMessage.Confirmed(1, false, OFF),
        new RouteMessage.Forward(1, off, ON, 0, false, List.of()),
        new RouteMessage.Forward(1, on, NodeRef.padding(on), 0, false, List.of()),
        new RouteMessage.Forward(1, on, ON, -5, false, List.of()),
        new RouteMessage.Forward(1, on, ON, Integer.MAX_VALUE, false, List.of()),
        new RouteMessage.Arrived(1, List.of(ON), -1, List.of()),
        new StoreMessage.Pull(1, ON, new Range(off, on), null),
        new StoreMessage.Summary(1, new Range(on, off), 0, 0),
        new StoreMessage.Digest(1, new Range(on, off), null, true, List.of()),
        new StoreMessage.Replicate(1, List.of(item("k", Long.MAX_VALUE, null))),
        new StoreMessage.Replicate(1, List.of(item("k", 0, null))),
        new StoreMessage.Replicate(1, List.of(item("", 1, null))),
        new StoreMessage.Replicate(1, List.of(item("k".repeat(1025), 1, null))),
        new StoreMessage.Replicate(1, List.of(item("k", 1, Instant.MAX))),
        new StoreMessage.Wanted(1, List.of(), List.of(item("k", Long.MAX_VALUE, null))),
        new ClientMessage.Lookup(1, off, false),
        new ClientMessage.Find(1, off),
        new ClientMessage.ListItems(1, new Range(on, off), null));
  }

  private static Item item(String key, long version, @Nullable Instant expires) {
    return new Item(key, "v", version, expires);
  }

  @ParameterizedTest
  @MethodSource("words")
  void whatCannotBeSoIsCountedAndNothingElse(ChordMessage words) {
    List<NodeRef> before = node.successors();

    assertThat(hears(40, words)).isEmpty();

    assertThat(node.status(false).counts().violations()).isEqualTo(1);
    assertThat(node.successors()).isEqualTo(before);
    assertThat(node.predecessor()).isEqualTo(Ringlet.ref(10));
    assertThat(node.items()).isEmpty();
  }

  /** It is asked in the other way, and the node is none the worse. */
  @Test
  void anAnswerOfAnotherKindThanAskedForIsNone() {
    List<Effect<ChordMessage>> effects = hears(20, new ClientMessage.Lookup(1, Id.of(35), true));
    Effect.Send<ChordMessage> forwarded = sent(effects, RouteMessage.Forward.class);
    long rpc = ((RouteMessage.Forward) forwarded.message()).rpc();

    List<Effect<ChordMessage>> next =
        node.on(NOW, new Event.Received<>(forwarded.to(), new RingMessage.Pong(rpc)));

    assertThat(sent(next, RouteMessage.NextHop.class)).isNotNull();
    assertThat(node.status(false).counts().violations()).isEqualTo(1);
  }

  /** Only what was passed on may be answered by somebody who was not asked. */
  @Test
  void nobodyAnswersForAnother() {
    List<Effect<ChordMessage>> effects = hears(20, new ClientMessage.Lookup(1, Id.of(35), false));
    Effect.Send<ChordMessage> asked = sent(effects, RouteMessage.NextHop.class);
    long rpc = ((RouteMessage.NextHop) asked.message()).rpc();

    assertThat(hears(10, new RouteMessage.Arrived(rpc, List.of(ON), 1, List.of()))).isEmpty();
  }

  private static Effect.Send<ChordMessage> sent(
      List<Effect<ChordMessage>> effects, Class<? extends ChordMessage> kind) {
    for (Effect<ChordMessage> effect : effects) {
      if (effect instanceof Effect.Send<ChordMessage> send && kind.isInstance(send.message())) {
        return send;
      }
    }
    throw new AssertionError("no " + kind.getSimpleName() + " in " + effects);
  }

  private List<Effect<ChordMessage>> hears(long from, ChordMessage words) {
    return node.on(NOW, new Event.Received<>(Ringlet.ref(from).name(), words));
  }
}
