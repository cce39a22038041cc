package dev.quiver.dht.jms;

import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.Item;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Range;
import dev.quiver.dht.StoreMessage.Stamp;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the values of the vocabulary stand in documents. Identifiers are 40 hexadecimal digits. */
final class ChordFields {

  private static final IdSpace WIDEST = IdSpace.sha1();

  private ChordFields() {}

  static Id id(String text) {
    if (text.length() != 40) {
      throw new IllegalArgumentException("an identifier has 40 hexadecimal digits");
    }
    return WIDEST.parse(text);
  }

  static List<String> hexes(List<Id> ids) {
    return ids.stream().map(Id::hex).toList();
  }

  static void node(NodeRef node, JsonWriter out) throws IOException {
    out.field("id", node.id().hex());
    if (!node.isPadding()) {
      out.field("name", node.name().value()).field("host", node.host());
    }
  }

  static NodeRef node(JsonReader in) throws IOException {
    String id = null;
    String name = null;
    String host = null;
    while (in.next()) {
      switch (in.name()) {
        case "id" -> id = in.string();
        case "name" -> name = in.string();
        case "host" -> host = in.string();
        default -> in.skip();
      }
    }
    Id place = id(JsonReader.required("id", id));
    if (name == null) {
      return NodeRef.padding(place);
    }
    // A queue is called by it: what cannot be one is refused where it comes in.
    Names.requireWord(ValueName.NODE, name);
    String process = JsonReader.required("host", host);
    Names.requireWord(ValueName.PROCESS, process);
    return new NodeRef(place, new NodeId(name), process);
  }

  static List<NodeRef> nodes(JsonReader in) throws IOException {
    return in.list(each -> each.object(ChordFields::node));
  }

  static void optional(String name, @Nullable NodeRef node, JsonWriter out) throws IOException {
    if (node != null) {
      out.object(name, fields -> node(node, fields));
    }
  }

  static void item(Item item, JsonWriter out) throws IOException {
    out.field("key", item.key())
        .field("value", item.value())
        .field("version", item.version())
        .field("expires", item.expires());
    if (!item.writes().isEmpty()) {
      out.objects(
          "writes",
          item.writes(),
          (write, fields) ->
              fields.field("id", write.operation()).field("version", write.version()));
    }
  }

  static Item item(JsonReader in) throws IOException {
    String key = null;
    String value = null;
    Long version = null;
    Instant expires = null;
    List<Item.Write> writes = List.of();
    while (in.next()) {
      switch (in.name()) {
        case "key" -> key = in.string();
        case "value" -> value = in.string();
        case "version" -> version = in.longInteger();
        case "expires" -> expires = in.instant();
        case "writes" -> writes = in.list(each -> each.object(ChordFields::write));
        default -> in.skip();
      }
    }
    return new Item(
        JsonReader.required("key", key),
        value,
        JsonReader.required("version", version),
        expires,
        writes);
  }

  private static Item.Write write(JsonReader in) throws IOException {
    String id = null;
    Long version = null;
    while (in.next()) {
      switch (in.name()) {
        case "id" -> id = in.string();
        case "version" -> version = in.longInteger();
        default -> in.skip();
      }
    }
    return new Item.Write(JsonReader.required("id", id), JsonReader.required("version", version));
  }

  static List<Item> items(JsonReader in) throws IOException {
    return in.list(each -> each.object(ChordFields::item));
  }

  static void range(Range range, JsonWriter out) throws IOException {
    out.field("after", range.after().hex()).field("upTo", range.upTo().hex());
  }

  static Range range(JsonReader in) throws IOException {
    String after = null;
    String upTo = null;
    while (in.next()) {
      switch (in.name()) {
        case "after" -> after = in.string();
        case "upTo" -> upTo = in.string();
        default -> in.skip();
      }
    }
    return new Range(
        id(JsonReader.required("after", after)), id(JsonReader.required("upTo", upTo)));
  }

  static void stamp(Stamp stamp, JsonWriter out) throws IOException {
    out.field("key", stamp.key()).field("version", stamp.version());
  }

  static Stamp stamp(JsonReader in) throws IOException {
    String key = null;
    long version = 0;
    while (in.next()) {
      switch (in.name()) {
        case "key" -> key = in.string();
        case "version" -> version = in.longInteger();
        default -> in.skip();
      }
    }
    return new Stamp(JsonReader.required("key", key), version);
  }

  static void operation(Operation operation, JsonWriter out) throws IOException {
    out.field("kind", operation.kind().label())
        .field("key", operation.key())
        .field("value", operation.value())
        .millis("timeToLiveMs", operation.timeToLive());
    Long ifVersion = operation.ifVersion();
    if (ifVersion != null) {
      out.field("ifVersion", ifVersion);
    }
    out.field("id", operation.id());
  }

  static Operation operation(JsonReader in) throws IOException {
    Operation.Kind kind = null;
    String key = null;
    String value = null;
    Duration life = null;
    Long ifVersion = null;
    String id = null;
    while (in.next()) {
      switch (in.name()) {
        case "kind" -> kind = in.label(Operation.Kind::labelled);
        case "key" -> key = in.string();
        case "value" -> value = in.string();
        case "timeToLiveMs" -> life = in.millis();
        case "ifVersion" -> ifVersion = in.longInteger();
        case "id" -> id = in.string();
        default -> in.skip();
      }
    }
    return new Operation(
        JsonReader.required("kind", kind),
        JsonReader.required("key", key),
        value,
        life,
        ifVersion,
        id);
  }

  static void outcome(Outcome outcome, JsonWriter out) throws IOException {
    out.field("status", outcome.status().label()).field("copies", outcome.copies());
    Item item = outcome.item();
    if (item != null) {
      out.object("item", fields -> item(item, fields));
    }
    optional("holder", outcome.holder(), out);
  }

  static Outcome outcome(JsonReader in) throws IOException {
    Outcome.Status status = null;
    int copies = 0;
    Item item = null;
    NodeRef holder = null;
    while (in.next()) {
      switch (in.name()) {
        case "status" -> status = in.label(Outcome.Status::labelled);
        case "copies" -> copies = in.integer();
        case "item" -> item = in.object(ChordFields::item);
        case "holder" -> holder = in.object(ChordFields::node);
        default -> in.skip();
      }
    }
    return new Outcome(JsonReader.required("status", status), item, copies, holder);
  }

  static void result(LookupResult result, JsonWriter out) throws IOException {
    out.field("key", result.key().hex())
        .field("hops", result.hops())
        .field("timeouts", result.timeouts())
        .field("tookNanos", result.took().toNanos());
    optional("holder", result.holder(), out);
    optional("before", result.before(), out);
    out.objects(
        "path",
        result.path(),
        (step, fields) -> {
          fields.object("node", node -> node(step.node(), node));
          Duration roundTrip = step.roundTrip();
          if (roundTrip != null) {
            fields.field("roundTripNanos", roundTrip.toNanos());
          }
          fields.field("answered", step.answered());
        });
  }

  static LookupResult result(JsonReader in) throws IOException {
    String key = null;
    NodeRef holder = null;
    NodeRef before = null;
    int hops = 0;
    int timeouts = 0;
    long took = 0;
    List<LookupResult.Step> path = List.of();
    while (in.next()) {
      switch (in.name()) {
        case "key" -> key = in.string();
        case "holder" -> holder = in.object(ChordFields::node);
        case "before" -> before = in.object(ChordFields::node);
        case "hops" -> hops = in.integer();
        case "timeouts" -> timeouts = in.integer();
        case "tookNanos" -> took = in.longInteger();
        case "path" -> path = in.list(each -> each.object(ChordFields::step));
        default -> in.skip();
      }
    }
    return new LookupResult(
        id(JsonReader.required("key", key)),
        holder,
        before,
        hops,
        timeouts,
        path,
        Duration.ofNanos(took));
  }

  private static LookupResult.Step step(JsonReader in) throws IOException {
    NodeRef node = null;
    Duration roundTrip = null;
    boolean answered = false;
    while (in.next()) {
      switch (in.name()) {
        case "node" -> node = in.object(ChordFields::node);
        case "roundTripNanos" -> roundTrip = Duration.ofNanos(in.longInteger());
        case "answered" -> answered = in.bool();
        default -> in.skip();
      }
    }
    return new LookupResult.Step(JsonReader.required("node", node), roundTrip, answered);
  }

  static void status(NodeStatus status, JsonWriter out) throws IOException {
    NodeStatus.Counts counts = status.counts();
    out.object("self", fields -> node(status.self(), fields)).field("member", status.member());
    optional("predecessor", status.predecessor(), out);
    out.objects("successors", status.successors(), ChordFields::node)
        .objects("fingers", status.fingers(), ChordFields::node)
        .field("held", status.keys().held())
        .field("copies", status.keys().copies())
        .field("lookups", counts.lookups())
        .field("hops", counts.hops())
        .field("timeouts", counts.timeouts())
        .field("failures", counts.failures())
        .field("rounds", counts.rounds())
        .field("movedIn", counts.movedIn())
        .field("movedOut", counts.movedOut())
        .field("violations", counts.violations());
  }

  static NodeStatus status(JsonReader in) throws IOException {
    NodeRef self = null;
    boolean member = false;
    NodeRef predecessor = null;
    List<NodeRef> successors = new ArrayList<>();
    List<NodeRef> fingers = new ArrayList<>();
    long[] numbers = new long[NUMBERS.size()];
    while (in.next()) {
      int number = NUMBERS.indexOf(in.name());
      if (number >= 0) {
        numbers[number] = in.longInteger();
        continue;
      }
      switch (in.name()) {
        case "self" -> self = in.object(ChordFields::node);
        case "member" -> member = in.bool();
        case "predecessor" -> predecessor = in.object(ChordFields::node);
        case "successors" -> successors = nodes(in);
        case "fingers" -> fingers = nodes(in);
        default -> in.skip();
      }
    }
    return new NodeStatus(
        JsonReader.required("self", self),
        member,
        predecessor,
        successors,
        fingers,
        new NodeStatus.Keys((int) numbers[0], (int) numbers[1]),
        new NodeStatus.Counts(
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            numbers[7],
            numbers[8],
            numbers[9]));
  }

  private static final List<String> NUMBERS =
      List.of(
          "held",
          "copies",
          "lookups",
          "hops",
          "timeouts",
          "failures",
          "rounds",
          "movedIn",
          "movedOut",
          "violations");
}
