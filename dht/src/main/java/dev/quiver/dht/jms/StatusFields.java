package dev.quiver.dht.jms;

import dev.quiver.dht.Id;
import dev.quiver.dht.LookupResult;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.NodeStatus;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How answers to people stand in documents: the way of a lookup, and how a node sees itself. */
final class StatusFields {

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
          "violations",
          "bytes",
          "full");

  static void result(LookupResult result, JsonWriter out) throws IOException {
    out.field("key", result.key().hex())
        .field("hops", result.hops())
        .field("timeouts", result.timeouts())
        .field("tookNanos", result.took().toNanos());
    NodeFields.optional("holder", result.holder(), out);
    NodeFields.optional("before", result.before(), out);
    out.objects(
        "path",
        result.path(),
        (step, fields) -> {
          fields.object("node", node -> NodeFields.node(step.node(), node));
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
        case "holder" -> holder = in.object(NodeFields::node);
        case "before" -> before = in.object(NodeFields::node);
        case "hops" -> hops = in.integer();
        case "timeouts" -> timeouts = in.integer();
        case "tookNanos" -> took = in.longInteger();
        case "path" -> path = in.list(each -> each.object(StatusFields::step));
        default -> in.skip();
      }
    }
    return new LookupResult(
        Id.ofHex(JsonReader.required("key", key)),
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
        case "node" -> node = in.object(NodeFields::node);
        case "roundTripNanos" -> roundTrip = Duration.ofNanos(in.longInteger());
        case "answered" -> answered = in.bool();
        default -> in.skip();
      }
    }
    return new LookupResult.Step(JsonReader.required("node", node), roundTrip, answered);
  }

  static void status(NodeStatus status, JsonWriter out) throws IOException {
    NodeStatus.Counts counts = status.counts();
    out.object("self", fields -> NodeFields.node(status.self(), fields))
        .field("member", status.member());
    NodeFields.optional("predecessor", status.predecessor(), out);
    out.objects("successors", status.successors(), NodeFields::node)
        .objects("fingers", status.fingers(), NodeFields::node)
        .field("held", status.keys().held())
        .field("copies", status.keys().copies())
        .field("lookups", counts.lookups())
        .field("hops", counts.hops())
        .field("timeouts", counts.timeouts())
        .field("failures", counts.failures())
        .field("rounds", counts.rounds())
        .field("movedIn", counts.movedIn())
        .field("movedOut", counts.movedOut())
        .field("violations", counts.violations())
        .field("bytes", status.keys().bytes())
        .field("full", counts.full());
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
        case "self" -> self = in.object(NodeFields::node);
        case "member" -> member = in.bool();
        case "predecessor" -> predecessor = in.object(NodeFields::node);
        case "successors" -> successors = NodeFields.nodes(in);
        case "fingers" -> fingers = NodeFields.nodes(in);
        default -> in.skip();
      }
    }
    return new NodeStatus(
        JsonReader.required("self", self),
        member,
        predecessor,
        successors,
        fingers,
        new NodeStatus.Keys((int) numbers[0], (int) numbers[1], numbers[10]),
        new NodeStatus.Counts(
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            numbers[7],
            numbers[8],
            numbers[9],
            numbers[11]));
  }

  private StatusFields() {}
}
