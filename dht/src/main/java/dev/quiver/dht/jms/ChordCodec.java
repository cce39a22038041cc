package dev.quiver.dht.jms;

import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.RouteMessage;
import dev.quiver.dht.StoreMessage;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.MessageFamily;
import dev.quiver.messaging.codec.MessageFamily.Document;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Chord's messages as documents; the type says of which family one is: {@code ring.notify}. */
final class ChordCodec {

  private static final MessageFamily<RingMessage> RING =
      MessageFamily.of(RingMessage.class)
          .add(
              "ring.hello",
              RingMessage.Hello.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .object("node", f -> NodeFields.node(m.self(), f))
                      .field("bits", m.bits())
                      .field("successors", m.successors())
                      .field("replicas", m.replicas()),
              with(
                  f ->
                      new RingMessage.Hello(
                          f.rpc(), f.node(), f.bits(), f.successors(), f.replicas())))
          .add(
              "ring.welcome",
              RingMessage.Welcome.class,
              (m, out) -> out.field("rpc", m.rpc()),
              with(f -> new RingMessage.Welcome(f.rpc())))
          .add(
              "ring.refused",
              RingMessage.Refused.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .field("parameter", m.parameter().label())
                      .field("number", m.theirs()),
              with(f -> new RingMessage.Refused(f.rpc(), f.parameter(), f.number())))
          .add(
              "ring.stateQuery",
              RingMessage.StateQuery.class,
              (m, out) -> out.field("rpc", m.rpc()),
              with(f -> new RingMessage.StateQuery(f.rpc())))
          .add(
              "ring.state",
              RingMessage.State.class,
              (m, out) -> {
                out.field("rpc", m.rpc());
                NodeFields.optional("predecessor", m.predecessor(), out);
                out.objects("nodes", m.successors(), NodeFields::node);
              },
              with(f -> new RingMessage.State(f.rpc(), f.predecessor(), f.nodes())))
          .add(
              "ring.busy",
              RingMessage.Busy.class,
              (m, out) -> out.field("rpc", m.rpc()),
              with(f -> new RingMessage.Busy(f.rpc())))
          .add(
              "ring.ping",
              RingMessage.Ping.class,
              (m, out) -> out.field("rpc", m.rpc()),
              with(f -> new RingMessage.Ping(f.rpc())))
          .add(
              "ring.pong",
              RingMessage.Pong.class,
              (m, out) -> out.field("rpc", m.rpc()),
              with(f -> new RingMessage.Pong(f.rpc())))
          .add(
              "ring.notify",
              RingMessage.Notify.class,
              (m, out) -> out.object("node", f -> NodeFields.node(m.candidate(), f)),
              with(f -> new RingMessage.Notify(f.node())))
          .add(
              "ring.leaving",
              RingMessage.Leaving.class,
              (m, out) -> {
                out.object("node", f -> NodeFields.node(m.node(), f));
                NodeFields.optional("predecessor", m.predecessor(), out);
                out.objects("nodes", m.successors(), NodeFields::node);
              },
              with(f -> new RingMessage.Leaving(f.node(), f.predecessor(), f.nodes())))
          .build();

  private static final MessageFamily<RouteMessage> ROUTE =
      MessageFamily.of(RouteMessage.class)
          .add(
              "route.nextHop",
              RouteMessage.NextHop.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .field("key", m.key().hex())
                      .strings("strings", NodeFields.hexes(m.avoid())),
              with(
                  f ->
                      new RouteMessage.NextHop(
                          f.rpc(), f.key(), f.strings().stream().map(Id::ofHex).toList())))
          .add(
              "route.hop",
              RouteMessage.Hop.class,
              (m, out) ->
                  out.field("rpc", m.rpc()).object("node", f -> NodeFields.node(m.next(), f)),
              with(f -> new RouteMessage.Hop(f.rpc(), f.node())))
          .add(
              "route.reached",
              RouteMessage.Reached.class,
              (m, out) -> out.field("rpc", m.rpc()).objects("nodes", m.holders(), NodeFields::node),
              with(f -> new RouteMessage.Reached(f.rpc(), f.nodes())))
          .add(
              "route.confirm",
              RouteMessage.Confirm.class,
              (m, out) -> out.field("rpc", m.rpc()).field("key", m.key().hex()),
              with(f -> new RouteMessage.Confirm(f.rpc(), f.key())))
          .add(
              "route.confirmed",
              RouteMessage.Confirmed.class,
              (m, out) -> {
                out.field("rpc", m.rpc()).field("yes", m.holds());
                NodeFields.optional("predecessor", m.predecessor(), out);
              },
              with(f -> new RouteMessage.Confirmed(f.rpc(), f.yes(), f.predecessor())))
          .add(
              "route.forward",
              RouteMessage.Forward.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .field("key", m.key().hex())
                      .object("node", f -> NodeFields.node(m.origin(), f))
                      .field("number", m.hops())
                      .field("yes", m.traced())
                      .objects("path", m.path(), NodeFields::node),
              with(
                  f ->
                      new RouteMessage.Forward(
                          f.rpc(), f.key(), f.node(), f.number(), f.yes(), f.path())))
          .add(
              "route.arrived",
              RouteMessage.Arrived.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .objects("nodes", m.holders(), NodeFields::node)
                      .field("number", m.hops())
                      .objects("path", m.path(), NodeFields::node),
              with(f -> new RouteMessage.Arrived(f.rpc(), f.nodes(), f.number(), f.path())))
          .build();

  private static final MessageFamily<StoreMessage> STORE =
      MessageFamily.of(StoreMessage.class)
          .add(
              "store.operate",
              StoreMessage.Operate.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .object("operation", f -> ItemFields.operation(m.operation(), f)),
              with(f -> new StoreMessage.Operate(f.rpc(), f.operation())))
          .add(
              "store.operated",
              StoreMessage.Operated.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .object("outcome", f -> ItemFields.outcome(m.outcome(), f)),
              with(f -> new StoreMessage.Operated(f.rpc(), f.outcome())))
          .add(
              "store.replicate",
              StoreMessage.Replicate.class,
              (m, out) -> out.field("rpc", m.rpc()).objects("items", m.items(), ItemFields::item),
              with(f -> new StoreMessage.Replicate(f.rpc(), f.items())))
          .add(
              "store.replicated",
              StoreMessage.Replicated.class,
              (m, out) -> out.field("rpc", m.rpc()).field("yes", m.keepYours()),
              with(f -> new StoreMessage.Replicated(f.rpc(), f.yes())))
          .add(
              "store.full",
              StoreMessage.Full.class,
              (m, out) -> out.field("rpc", m.rpc()),
              with(f -> new StoreMessage.Full(f.rpc())))
          .add(
              "store.pull",
              StoreMessage.Pull.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .object("node", f -> NodeFields.node(m.holder(), f))
                      .object("range", f -> NodeFields.range(m.range(), f))
                      .field("text", m.after()),
              with(
                  f ->
                      new StoreMessage.Pull(
                          f.rpc(), f.node(), JsonReader.required("range", f.range()), f.text())))
          .add(
              "store.pulled",
              StoreMessage.Pulled.class,
              (m, out) -> {
                out.field("rpc", m.rpc())
                    .objects("items", m.items(), ItemFields::item)
                    .field("yes", m.more())
                    .field("settled", m.settled());
                NodeFields.optional("predecessor", m.before(), out);
              },
              with(
                  f ->
                      new StoreMessage.Pulled(
                          f.rpc(), f.items(), f.yes(), f.settled(), f.predecessor())))
          .add(
              "store.summary",
              StoreMessage.Summary.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .object("range", f -> NodeFields.range(m.range(), f))
                      .field("number", m.count())
                      .field("sum", m.sum()),
              with(
                  f ->
                      new StoreMessage.Summary(
                          f.rpc(), JsonReader.required("range", f.range()), f.number(), f.sum())))
          .add(
              "store.compared",
              StoreMessage.Compared.class,
              (m, out) -> out.field("rpc", m.rpc()).field("yes", m.same()),
              with(f -> new StoreMessage.Compared(f.rpc(), f.yes())))
          .add(
              "store.digest",
              StoreMessage.Digest.class,
              (m, out) -> {
                out.field("rpc", m.rpc());
                NodeFields.optional("range", m.range(), out);
                out.field("text", m.after()).field("yes", m.last());
                out.objects("stamps", m.stamps(), ItemFields::stamp);
              },
              with(f -> new StoreMessage.Digest(f.rpc(), f.range(), f.text(), f.yes(), f.stamps())))
          .add(
              "store.wanted",
              StoreMessage.Wanted.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .strings("strings", m.keys())
                      .objects("items", m.newer(), ItemFields::item),
              with(f -> new StoreMessage.Wanted(f.rpc(), f.strings(), f.items())))
          .build();

  private static final MessageFamily<ClientMessage> CLIENT =
      MessageFamily.of(ClientMessage.class)
          .add(
              "client.lookup",
              ClientMessage.Lookup.class,
              (m, out) ->
                  out.field("rpc", m.rpc()).field("key", m.key().hex()).field("yes", m.recursive()),
              with(f -> new ClientMessage.Lookup(f.rpc(), f.key(), f.yes())))
          .add(
              "client.find",
              ClientMessage.Find.class,
              (m, out) -> out.field("rpc", m.rpc()).field("key", m.key().hex()),
              with(f -> new ClientMessage.Find(f.rpc(), f.key())))
          .add(
              "client.lookedUp",
              ClientMessage.LookedUp.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .object("result", f -> StatusFields.result(m.result(), f)),
              with(
                  f ->
                      new ClientMessage.LookedUp(
                          f.rpc(), JsonReader.required("result", f.result()))))
          .add(
              "client.act",
              ClientMessage.Act.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .object("operation", f -> ItemFields.operation(m.operation(), f)),
              with(f -> new ClientMessage.Act(f.rpc(), f.operation())))
          .add(
              "client.acted",
              ClientMessage.Acted.class,
              (m, out) -> {
                out.field("rpc", m.rpc())
                    .object("outcome", f -> ItemFields.outcome(m.outcome(), f));
                LookupResult way = m.way();
                if (way != null) {
                  out.object("result", f -> StatusFields.result(way, f));
                }
              },
              with(f -> new ClientMessage.Acted(f.rpc(), f.outcome(), f.result())))
          .add(
              "client.describe",
              ClientMessage.Describe.class,
              (m, out) -> out.field("rpc", m.rpc()).field("yes", m.fingers()),
              with(f -> new ClientMessage.Describe(f.rpc(), f.yes())))
          .add(
              "client.description",
              ClientMessage.Description.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .object("status", f -> StatusFields.status(m.status(), f)),
              with(f -> new ClientMessage.Description(f.rpc(), f.status())))
          .add(
              "client.listItems",
              ClientMessage.ListItems.class,
              (m, out) ->
                  out.field("rpc", m.rpc())
                      .object("range", f -> NodeFields.range(m.range(), f))
                      .field("text", m.after()),
              with(
                  f ->
                      new ClientMessage.ListItems(
                          f.rpc(), JsonReader.required("range", f.range()), f.text())))
          .add(
              "client.items",
              ClientMessage.Items.class,
              (m, out) -> {
                out.field("rpc", m.rpc())
                    .objects("items", m.items(), ItemFields::item)
                    .field("yes", m.more());
                NodeFields.optional("range", m.range(), out);
              },
              with(f -> new ClientMessage.Items(f.rpc(), f.items(), f.yes(), f.range())))
          .build();

  private ChordCodec() {}

  private static <T> JsonCodec.Reading<T> with(Function<Fields, T> making) {
    return in -> making.apply(Fields.read(in));
  }

  /**
   * Type and document of what one node says to another, or to a client.
   *
   * @throws IllegalArgumentException if it is for the process itself
   */
  static Document write(ChordMessage message) {
    if (message instanceof RingMessage ring) {
      return RING.write(ring);
    }
    if (message instanceof RouteMessage route) {
      return ROUTE.write(route);
    }
    if (message instanceof StoreMessage store) {
      return STORE.write(store);
    }
    if (message instanceof ClientMessage client) {
      return CLIENT.write(client);
    }
    throw new IllegalArgumentException("not for the wire: " + message);
  }

  /**
   * What a document says.
   *
   * @throws RejectedMessageException if it is not acceptable
   */
  static ChordMessage read(@Nullable String type, String text) {
    String family = type == null ? "" : type.substring(0, type.indexOf('.') + 1);
    return switch (family) {
      case "ring." -> RING.read(type, text);
      case "route." -> ROUTE.read(type, text);
      case "store." -> STORE.read(type, text);
      case "client." -> CLIENT.read(type, text);
      default ->
          throw new RejectedMessageException(
              Rejection.UNKNOWN_MESSAGE_TYPE, "the type \"" + type + "\" is none of Chord's");
    };
  }
}
