package dev.quiver.multicast.wire;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonLimits;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.Item;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.PeerMessage.Excluded;
import dev.quiver.multicast.PeerMessage.Framed;
import dev.quiver.multicast.PeerMessage.Frames;
import dev.quiver.multicast.PeerMessage.Join;
import dev.quiver.multicast.PeerMessage.LastNumber;
import dev.quiver.multicast.PeerMessage.Leave;
import dev.quiver.multicast.PeerMessage.Numbered;
import dev.quiver.multicast.PeerMessage.Plain;
import dev.quiver.multicast.PeerMessage.Proposal;
import dev.quiver.multicast.PeerMessage.Ready;
import dev.quiver.multicast.PeerMessage.Request;
import dev.quiver.multicast.PeerMessage.State;
import dev.quiver.multicast.View;
import java.io.IOException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** Writes and reads what peers say. Safe for many threads. */
public final class PeerCodec {

  /** The longest body of a multicast, in characters. */
  public static final int MAX_BODY = 128 * 1024;

  private static final SimpleString TYPE = SimpleString.of("JMSType");
  private static final JsonLimits WIRE = JsonLimits.defaults();

  private final JsonCodec json =
      new JsonCodec(
          new JsonLimits(
              WIRE.documentChars(),
              WIRE.depth(),
              MAX_BODY,
              WIRE.nameChars(),
              WIRE.numberChars(),
              WIRE.tokens()));

  /**
   * A message as it came.
   *
   * @param from the number of the peer that says it
   * @param group its group
   */
  public record Arrived(String group, int from, PeerMessage message) {}

  /** The {@code JMSType} of a message. */
  public static String type(PeerMessage message) {
    if (message instanceof Framed) {
      return "frame";
    } else if (message instanceof Frames) {
      return "frames";
    } else if (message instanceof Numbered) {
      return "numbered";
    } else if (message instanceof Plain) {
      return "plain";
    } else if (message instanceof Request) {
      return "request";
    } else if (message instanceof Proposal) {
      return "proposal";
    } else if (message instanceof Ready) {
      return "ready";
    } else if (message instanceof Excluded) {
      return "excluded";
    } else if (message instanceof State) {
      return "state";
    } else if (message instanceof Leave) {
      return "leave";
    } else if (message instanceof Join) {
      return "join";
    } else if (message instanceof LastNumber) {
      return "last";
    }
    throw new IllegalArgumentException("this does not leave its process: " + message);
  }

  /** The document of a message. */
  public String write(String group, int from, PeerMessage message) {
    return json.write(
        out -> {
          out.field("group", group).field("from", from);
          write(out, message);
        });
  }

  private static void write(JsonWriter out, PeerMessage message) throws IOException {
    if (message instanceof Framed framed) {
      framed(framed, out);
    } else if (message instanceof Frames frames) {
      out.objects("frames", frames.frames(), PeerCodec::framed);
    } else if (message instanceof Numbered numbered) {
      out.field("number", numbered.first()).objects("items", numbered.items(), PeerCodec::item);
    } else if (message instanceof Plain plain) {
      data(out, plain.data());
    } else if (message instanceof Request request) {
      out.objects("items", request.data(), (data, fields) -> data(fields, data));
    } else if (message instanceof Proposal proposal) {
      out.field("view", proposal.view())
          .field("id", proposal.id().toString())
          .field("priority", proposal.priority());
    } else if (message instanceof Ready ready) {
      out.field("answer", ready.answer())
          .field("id", ready.id())
          .field("order", ready.order().label())
          .field("members", Lists.numbers(ready.members()));
    } else if (message instanceof Excluded excluded) {
      view(out, excluded.view());
    } else if (message instanceof State state) {
      view(out, state.view());
      out.field("part", state.part())
          .field("parts", state.parts())
          .field("log", Lists.ids(state.log()))
          .field("stops", Lists.map(state.stops()))
          .field("positions", Lists.map(state.positions()))
          .field("number", state.nextNumber())
          .field("time", state.time());
    } else if (message instanceof Leave leave) {
      out.field("peer", leave.peer());
    } else if (message instanceof Join join) {
      out.field("peer", join.peer()).field("id", join.id()).field("order", join.order().label());
    } else if (message instanceof LastNumber last) {
      out.field("number", last.number())
          .field("said", Lists.map(last.said()))
          .field("taken", Lists.map(last.taken()));
      view(out, last.view());
    }
  }

  private static void framed(Framed framed, JsonWriter out) throws IOException {
    out.field("view", framed.view()).field("position", framed.position());
    write(out, framed.frame());
  }

  private static void write(JsonWriter out, Frame frame) throws IOException {
    if (frame instanceof Data data) {
      data(out, data);
    } else if (frame instanceof Frame.Ack ack) {
      out.field("ack", ack.time());
    } else if (frame instanceof Frame.Final decision) {
      out.field("final", decision.id().toString())
          .field("priority", decision.priority())
          .field("proposer", decision.proposer());
    } else if (frame instanceof Frame.Flush flush) {
      out.field("flush", flush.view()).field("received", Lists.map(flush.received()));
    }
  }

  private static void item(Item item, JsonWriter out) throws IOException {
    if (item instanceof Data data) {
      data(out, data);
    } else if (item instanceof View view) {
      view(out, view);
    }
  }

  private static void data(JsonWriter out, Data data) throws IOException {
    out.field("id", data.id().toString());
    if (data.stop()) {
      out.field("stop", true);
    }
    if (!data.body().isEmpty()) {
      out.field("body", data.body());
    }
    if (data.time() != 0) {
      out.field("time", data.time());
    }
    if (!data.after().isEmpty()) {
      out.field("after", Lists.map(data.after()));
    }
  }

  private static void view(JsonWriter out, View view) throws IOException {
    out.field("view", view.number()).field("members", Lists.numbers(view.members()));
  }

  /** Makes a message say this. */
  public void write(ClientMessage message, String group, int from, PeerMessage words) {
    message.putStringProperty(TYPE, SimpleString.of(type(words)));
    TextBody.write(message, write(group, from, words));
  }

  /**
   * What a message says.
   *
   * @throws RejectedMessageException if it is none of ours, or not sound
   */
  public Arrived read(ClientMessage message) {
    SimpleString type = message.getSimpleStringProperty(TYPE);
    if (type == null) {
      throw new RejectedMessageException(Rejection.UNKNOWN_MESSAGE_TYPE, "it has no type");
    }
    return TextBody.read(message, json, in -> PeerBody.read(type.toString(), in));
  }

  /**
   * What a document says.
   *
   * @throws RejectedMessageException if it is none of ours, or not sound
   */
  public Arrived read(String type, String document) {
    return json.read(document, in -> PeerBody.read(type, in));
  }
}
