package dev.quiver.dht.jms;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.NodeRef;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is in which ring, by what processes say of themselves: how somebody who knows no node finds
 * the first one. Who died a moment ago is still in it.
 */
public final class RingDirectory {

  private final PresenceBrowser browser;

  /** Looks through that connection, which its owner closes. */
  public RingDirectory(BrokerConnection connection) {
    browser = new PresenceBrowser(connection);
  }

  /** The nodes of a ring, in the order of their identifiers; none if there is no such ring. */
  public List<RingMember> nodesOf(String ring) {
    List<RingMember> found = new ArrayList<>(everybody().values());
    found.removeIf(member -> !member.ring().equals(ring));
    found.sort(Comparator.comparing(member -> member.node().id()));
    return found;
  }

  /** How many nodes each ring has, by name. */
  public Map<String, Integer> rings() {
    Map<String, Integer> rings = new TreeMap<>();
    everybody().values().forEach(member -> rings.merge(member.ring(), 1, Integer::sum));
    return rings;
  }

  /** Each node once: while a process renews its word the old and the new one may both be seen. */
  private Map<String, RingMember> everybody() {
    Map<String, RingMember> found = new TreeMap<>();
    for (PresenceEntry<List<RingMember>> each :
        browser.browse(PresenceKind.NODE, RingDirectory::read)) {
      for (RingMember member : each.facts()) {
        // A process speaks of its own nodes, and the broker says whose process it is.
        if (each.user().equals(member.node().account())) {
          found.put(member.ring() + " " + member.node().name().value(), member);
        }
      }
    }
    return found;
  }

  static void write(
      String ring, ChordConfig config, boolean spread, List<NodeRef> members, JsonWriter out)
      throws IOException {
    out.field("ring", ring)
        .field("bits", config.space().bits())
        .field("successors", config.successors())
        .field("replicas", config.replicas())
        .field("spread", spread)
        .objects("nodes", members, NodeFields::node);
  }

  private static List<RingMember> read(JsonReader in) throws IOException {
    String ring = null;
    int bits = 0;
    int successors = 0;
    int replicas = 0;
    boolean spread = false;
    List<NodeRef> nodes = List.of();
    while (in.next()) {
      switch (in.name()) {
        case "ring" -> ring = in.string();
        case "bits" -> bits = in.integer();
        case "successors" -> successors = in.integer();
        case "replicas" -> replicas = in.integer();
        case "spread" -> spread = in.bool();
        case "nodes" -> nodes = NodeFields.nodes(in);
        default -> in.skip();
      }
    }
    List<RingMember> members = new ArrayList<>();
    for (NodeRef node : nodes) {
      members.add(
          new RingMember(
              JsonReader.required("ring", ring), node, bits, successors, replicas, spread));
    }
    return members;
  }
}
