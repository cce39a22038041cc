package dev.quiver.dht.jms;

import dev.quiver.dht.Id;
import dev.quiver.dht.Item;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Range;
import dev.quiver.dht.RingMessage;
import dev.quiver.dht.StoreMessage.Stamp;
import dev.quiver.messaging.codec.JsonReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whatever fields a document of Chord has: each message takes those that it needs. One list of
 * fields, since a name means the same in all of them.
 */
final class Fields {

  private long rpc;
  private @Nullable NodeRef node;
  private @Nullable NodeRef predecessor;
  private @Nullable String text;
  private @Nullable Id key;
  private @Nullable Operation operation;
  private @Nullable Outcome outcome;
  private @Nullable Range range;
  private @Nullable LookupResult result;
  private @Nullable NodeStatus status;
  private List<NodeRef> nodes = List.of();
  private List<NodeRef> path = List.of();
  private List<String> strings = List.of();
  private List<Item> items = List.of();
  private List<Stamp> stamps = List.of();
  private boolean yes;
  private boolean settled;
  private int number;
  private int bits;
  private int successors;
  private int replicas;
  private RingMessage.@Nullable Parameter parameter;
  private long sum;

  static Fields read(JsonReader in) throws IOException {
    Fields fields = new Fields();
    while (in.next()) {
      fields.take(in);
    }
    return fields;
  }

  private void take(JsonReader in) throws IOException {
    switch (in.name()) {
      case "rpc" -> rpc = in.longInteger();
      case "node" -> node = in.object(NodeFields::node);
      case "predecessor" -> predecessor = in.object(NodeFields::node);
      case "text" -> text = in.string();
      case "key" -> key = Id.ofHex(in.string());
      case "operation" -> operation = in.object(ItemFields::operation);
      case "outcome" -> outcome = in.object(ItemFields::outcome);
      case "range" -> range = in.object(NodeFields::range);
      case "result" -> result = in.object(StatusFields::result);
      case "status" -> status = in.object(StatusFields::status);
      case "nodes" -> nodes = NodeFields.nodes(in);
      case "path" -> path = NodeFields.nodes(in);
      case "strings" -> strings = in.strings();
      case "items" -> items = ItemFields.items(in);
      case "stamps" -> stamps = in.list(each -> each.object(ItemFields::stamp));
      case "yes" -> yes = in.bool();
      case "number" -> number = in.integer();
      case "bits" -> bits = in.integer();
      case "successors" -> successors = in.integer();
      case "replicas" -> replicas = in.integer();
      case "parameter" -> parameter = in.label(RingMessage.Parameter::labelled);
      case "settled" -> settled = in.bool();
      case "sum" -> sum = in.longInteger();
      default -> in.skip();
    }
  }

  long rpc() {
    return rpc;
  }

  NodeRef node() {
    return JsonReader.required("node", node);
  }

  @Nullable NodeRef predecessor() {
    return predecessor;
  }

  @Nullable String text() {
    return text;
  }

  Id key() {
    return JsonReader.required("key", key);
  }

  Operation operation() {
    return JsonReader.required("operation", operation);
  }

  Outcome outcome() {
    return JsonReader.required("outcome", outcome);
  }

  @Nullable Range range() {
    return range;
  }

  @Nullable LookupResult result() {
    return result;
  }

  NodeStatus status() {
    return JsonReader.required("status", status);
  }

  List<NodeRef> nodes() {
    return nodes;
  }

  List<NodeRef> path() {
    return path;
  }

  List<String> strings() {
    return strings;
  }

  List<Item> items() {
    return items;
  }

  List<Stamp> stamps() {
    return stamps;
  }

  boolean yes() {
    return yes;
  }

  int number() {
    return number;
  }

  int bits() {
    return bits;
  }

  int successors() {
    return successors;
  }

  int replicas() {
    return replicas;
  }

  RingMessage.Parameter parameter() {
    return JsonReader.required("parameter", parameter);
  }

  boolean settled() {
    return settled;
  }

  long sum() {
    return sum;
  }
}
