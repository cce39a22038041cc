package dev.quiver.dht.jms;

import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.StoreMessage.Stamp;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How items, and what is done with them, stand in documents. */
final class ItemFields {

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
        case "writes" -> writes = in.list(each -> each.object(ItemFields::write));
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
    return in.list(each -> each.object(ItemFields::item));
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
    NodeFields.optional("holder", outcome.holder(), out);
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
        case "item" -> item = in.object(ItemFields::item);
        case "holder" -> holder = in.object(NodeFields::node);
        default -> in.skip();
      }
    }
    return new Outcome(JsonReader.required("status", status), item, copies, holder);
  }

  private ItemFields() {}
}
