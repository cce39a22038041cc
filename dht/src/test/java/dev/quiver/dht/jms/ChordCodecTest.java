package dev.quiver.dht.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.LocalMessage;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Range;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.RouteMessage;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.codec.MessageFamily.Document;
import dev.quiver.messaging.codec.RejectedMessageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChordCodecTest {

  private static final NodeRef A = NodeRef.alone(new Id(1, -2, 3), "a");
  private static final NodeRef B = NodeRef.alone(Id.of(7), "b");
  private static final NodeRef NOBODY = NodeRef.padding(Id.of(8));
  private static final Item ITEM = new Item("k", "v\u00e9\n\"", 5, Instant.ofEpochMilli(1_000));
  private static final Item REMEMBERING =
      new Item("k", "v", 7, null, List.of(new Item.Write("a-1", 6), new Item.Write("b-1", 7)));
  private static final Item TOMBSTONE = new Item("gone", null, 6, Instant.ofEpochMilli(2_000));
  private static final LookupResult RESULT =
      new LookupResult(
          Id.of(9),
          A,
          B,
          2,
          1,
          List.of(
              new LookupResult.Step(A, Duration.ofNanos(1_500), true),
              new LookupResult.Step(B, null, false)),
          Duration.ofMillis(3));

  static Stream<ChordMessage> messages() {
    return Stream.of(
        new RingMessage.Hello(1, A, 160, 4, 3),
        new RingMessage.Welcome(1),
        new RingMessage.Refused(1, RingMessage.Parameter.REPLICAS, 3),
        new RingMessage.StateQuery(2),
        new RingMessage.State(2, null, List.of(A, NOBODY)),
        new RingMessage.State(2, B, List.of(A)),
        new RingMessage.Busy(2),
        new RingMessage.Ping(3),
        new RingMessage.Pong(3),
        new RingMessage.Notify(A),
        new RingMessage.Leaving(A, B, List.of(B, NodeRef.padding(Id.of(9)))),
        new RouteMessage.NextHop(4, Id.of(5), List.of(A.id(), B.id())),
        new RouteMessage.Hop(4, B),
        new RouteMessage.Reached(4, List.of(A, B)),
        new RouteMessage.Confirm(5, Id.of(5)),
        new RouteMessage.Confirmed(5, true, B),
        new RouteMessage.Forward(6, Id.of(5), A, 3, true, List.of(A, B)),
        new RouteMessage.Arrived(6, List.of(B), 3, List.of(A)),
        new StoreMessage.Operate(7, Operation.put("k", "v").withTimeToLive(Duration.ofSeconds(9))),
        new StoreMessage.Operate(7, Operation.delete("k").withIfVersion(4L).withId("o-1")),
        new StoreMessage.Operated(7, new Outcome(Outcome.Status.CONFLICT, ITEM, 0, A)),
        new StoreMessage.Replicate(8, List.of(ITEM, TOMBSTONE, REMEMBERING)),
        new StoreMessage.Replicated(8, true),
        new StoreMessage.Full(8),
        new RingMessage.Notify(A.runBy("maria")),
        new StoreMessage.Pull(9, A, new Range(Id.of(1), Id.of(2)), null),
        new StoreMessage.Pulled(9, List.of(ITEM), true, false, null),
        new StoreMessage.Pulled(9, List.of(), false, true, B),
        new StoreMessage.Summary(10, new Range(Id.of(1), Id.of(2)), 3, -4),
        new StoreMessage.Compared(10, false),
        new StoreMessage.Digest(11, null, null, true, List.of(new StoreMessage.Stamp("k", 5))),
        new StoreMessage.Digest(
            11, new Range(Id.of(1), Id.of(2)), "j", false, List.of(new StoreMessage.Stamp("k", 5))),
        new StoreMessage.Wanted(11, List.of("k"), List.of(TOMBSTONE)),
        new ClientMessage.Lookup(12, A.id(), true),
        new ClientMessage.LookedUp(12, RESULT),
        new ClientMessage.Act(13, Operation.get("k")),
        new ClientMessage.Acted(13, Outcome.unreachable(), null),
        new ClientMessage.Describe(14, true),
        new ClientMessage.Description(
            14,
            new NodeStatus(
                A,
                true,
                B,
                List.of(B),
                List.of(A, B),
                new NodeStatus.Keys(1, 2, 11),
                new NodeStatus.Counts(3, 4, 5, 6, 7, 8, 9, 10, 12))),
        new ClientMessage.ListItems(15, new Range(A.id(), B.id()), "k"),
        new ClientMessage.Items(15, List.of(ITEM), true, new Range(A.id(), B.id())),
        new ClientMessage.Items(15, List.of(), false, null));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsWrittenIsRead(ChordMessage message) {
    Document document = ChordCodec.write(message);
    assertThat(ChordCodec.read(document.type(), document.text())).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ring.ping | {",
        "ring.ping | []",
        "ring.ping | {\"rpc\":\"one\"}",
        "ring.notify | {}",
        "ring.notify | {\"node\":{\"id\":\"xyz\",\"name\":\"a\",\"host\":\"a\"}}",
        "route.confirm | {\"rpc\":1,\"key\":\"12\"}",
        "client.act | {\"rpc\":1,\"operation\":{\"kind\":\"steal\",\"key\":\"k\"}}",
        "client.act | {\"rpc\":1,\"operation\":{\"kind\":\"put\",\"key\":\"k\"}}",
        "client.act | {\"rpc\":1,\"operation\":{\"kind\":\"put\",\"key\":\"k\",\"value\":\"v\",\"timeToLiveMs\":9223372036854775807}}",
        "ring.notify | {\"node\":{\"id\":\"0000000000000000000000000000000000000001\",\"name\":\"a.b\",\"host\":\"a\"}}",
        "ring.notify | {\"node\":{\"id\":\"0000000000000000000000000000000000000001\",\"name\":\"\",\"host\":\"a\"}}",
        "ring.notify | {\"node\":{\"id\":\"0000000000000000000000000000000000000001\",\"name\":\"a\",\"host\":\"a b\"}}",
        "ring.refused | {\"rpc\":1,\"number\":3}",
        "ring.refused | {\"rpc\":1,\"parameter\":\"taste\",\"number\":3}",
        "ring.unknown | {}",
        "unknown | {}"
      })
  void whatIsNotAcceptableIsRejectedWithAReason(String type, String text) {
    assertThatThrownBy(() -> ChordCodec.read(type, text))
        .isInstanceOf(RejectedMessageException.class);
  }

  @Test
  void whatANodeTellsItselfIsNotForTheWire() {
    assertThatThrownBy(() -> ChordCodec.write(new LocalMessage.Leave()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
