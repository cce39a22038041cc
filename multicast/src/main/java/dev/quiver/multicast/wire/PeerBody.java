package dev.quiver.multicast.wire;

import static dev.quiver.messaging.codec.JsonReader.required;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.Frame;
import dev.quiver.multicast.Item;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a body: numbers and texts by name, and what they mean together. */
final class PeerBody {

  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Boolean> marks = new HashMap<>();
  private @Nullable List<Item> items;
  private @Nullable List<Framed> frames;

  private PeerBody() {}

  static PeerCodec.Arrived read(String type, JsonReader in) throws IOException {
    PeerBody body = new PeerBody();
    body.take(in);
    return new PeerCodec.Arrived(body.text("group"), body.whole("from"), body.message(type));
  }

  private void take(JsonReader in) throws IOException {
    while (in.next()) {
      String name = in.name();
      switch (name) {
        case "from",
            "view",
            "position",
            "number",
            "priority",
            "proposer",
            "part",
            "parts",
            "time",
            "ack",
            "flush",
            "peer" ->
            numbers.put(name, in.longInteger());
        case "group",
            "id",
            "body",
            "after",
            "members",
            "final",
            "received",
            "log",
            "stops",
            "said",
            "positions",
            "order",
            "taken" ->
            texts.put(name, in.string());
        case "stop", "answer" -> marks.put(name, in.bool());
        case "frames" -> frames = in.list(each -> each.object(PeerBody::framed));
        case "items" -> items = in.list(each -> each.object(PeerBody::item));
        default -> in.skip();
      }
    }
  }

  private static Item item(JsonReader in) throws IOException {
    PeerBody body = new PeerBody();
    body.take(in);
    return body.texts.containsKey("id") ? body.data() : body.view();
  }

  private static Framed framed(JsonReader in) throws IOException {
    PeerBody body = new PeerBody();
    body.take(in);
    return body.framed();
  }

  private static Data asked(Item item) {
    if (item instanceof Data data) {
      return data;
    }
    throw new IllegalArgumentException("a view is nothing to be numbered for a peer");
  }

  private PeerMessage message(String type) {
    return switch (type) {
      case "frame" -> framed();
      case "frames" -> new Frames(required("frames", frames));
      case "numbered" -> new Numbered(number("number"), required("items", items));
      case "plain" -> new Plain(data());
      case "request" ->
          new Request(required("items", items).stream().map(PeerBody::asked).toList());
      case "proposal" ->
          new Proposal(whole("view"), MessageId.parse(text("id")), number("priority"));
      case "ready" ->
          new Ready(
              required("answer", marks.get("answer")),
              text("id"),
              Order.labelled(text("order")),
              Lists.numbers(text("members")));
      case "excluded" -> new Excluded(view());
      case "state" ->
          new State(
              view(),
              whole("part"),
              whole("parts"),
              Lists.ids(text("log")),
              Lists.counts(text("stops")),
              Lists.map(text("positions")),
              number("number"),
              number("time"));
      case "leave" -> new Leave(whole("peer"));
      case "join" -> new Join(whole("peer"), text("id"), Order.labelled(text("order")));
      case "last" ->
          new LastNumber(
              number("number"),
              view(),
              Lists.counts(texts.getOrDefault("said", "")),
              Lists.texts(texts.getOrDefault("taken", "")));
      default ->
          throw new RejectedMessageException(Rejection.UNKNOWN_MESSAGE_TYPE, "its type is " + type);
    };
  }

  private Framed framed() {
    return new Framed(whole("view"), number("position"), frame());
  }

  private Frame frame() {
    if (texts.containsKey("id")) {
      return data();
    } else if (numbers.containsKey("ack")) {
      return new Frame.Ack(number("ack"));
    } else if (texts.containsKey("final")) {
      return new Frame.Final(MessageId.parse(text("final")), number("priority"), whole("proposer"));
    }
    return new Frame.Flush(whole("flush"), Lists.map(text("received")));
  }

  private Data data() {
    return new Data(
        MessageId.parse(text("id")),
        marks.getOrDefault("stop", false),
        texts.getOrDefault("body", ""),
        numbers.getOrDefault("time", 0L),
        Lists.counts(texts.getOrDefault("after", "")));
  }

  private View view() {
    return new View(whole("view"), Lists.numbers(text("members")));
  }

  private long number(String name) {
    return required(name, numbers.get(name));
  }

  private int whole(String name) {
    long number = number(name);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the value of \"" + name + "\" is out of range");
    }
    return (int) number;
  }

  private String text(String name) {
    return required(name, texts.get(name));
  }
}
