package dev.quiver.dht.jms;

import dev.quiver.dht.Id;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Range;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.messaging.protocol.NodeId;
import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How nodes, and stretches of the circle, stand in documents. Identifiers are 40 hexadecimal
 * digits.
 */
final class NodeFields {

  static List<String> hexes(List<Id> ids) {
    return ids.stream().map(Id::hex).toList();
  }

  static void node(NodeRef node, JsonWriter out) throws IOException {
    out.field("id", node.id().hex());
    if (!node.isPadding()) {
      out.field("name", node.label()).field("host", node.host()).field("user", node.account());
    }
  }

  static NodeRef node(JsonReader in) throws IOException {
    String id = null;
    String name = null;
    String host = null;
    String user = null;
    while (in.next()) {
      switch (in.name()) {
        case "id" -> id = in.string();
        case "name" -> name = in.string();
        case "host" -> host = in.string();
        case "user" -> user = in.string();
        default -> in.skip();
      }
    }
    Id place = Id.ofHex(JsonReader.required("id", id));
    if (name == null) {
      return NodeRef.padding(place);
    }
    // A queue is called by it: what cannot be one is refused where it comes in.
    NodeNames.require(name);
    String process = JsonReader.required("host", host);
    Names.requireWord(ValueName.PROCESS, process);
    NodeRef node = new NodeRef(place, new NodeId(name), process);
    if (user == null) {
      return node;
    }
    Names.requireWord(ValueName.USER, user);
    return node.runBy(user);
  }

  static List<NodeRef> nodes(JsonReader in) throws IOException {
    return in.list(each -> each.object(NodeFields::node));
  }

  static void optional(String name, @Nullable NodeRef node, JsonWriter out) throws IOException {
    if (node != null) {
      out.object(name, fields -> node(node, fields));
    }
  }

  static void optional(String name, @Nullable Range range, JsonWriter out) throws IOException {
    if (range != null) {
      out.object(name, fields -> range(range, fields));
    }
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
        Id.ofHex(JsonReader.required("after", after)), Id.ofHex(JsonReader.required("upTo", upTo)));
  }

  private NodeFields() {}
}
