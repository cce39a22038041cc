package dev.quiver.multicast.jms;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which peers of a group show by presence that they are here. */
final class PeersHere {

  private record Facts(String group, int peer) {}

  private final PresenceBrowser browser;
  private final String group;

  PeersHere(BrokerConnection connection, String group) {
    this.browser = new PresenceBrowser(connection);
    this.group = group;
  }

  /** Their numbers, and by which ids processes show them. */
  Map<Integer, Set<String>> now() {
    Map<Integer, Set<String>> here = new TreeMap<>();
    for (PresenceEntry<Facts> each : browser.browse(PresenceKind.PEER, PeersHere::facts)) {
      if (each.facts().group().equals(group)) {
        here.computeIfAbsent(each.facts().peer(), unknown -> new TreeSet<>())
            .add(each.incarnation());
      }
    }
    return here;
  }

  private static Facts facts(JsonReader in) throws IOException {
    @Nullable String group = null;
    int peer = 0;
    while (in.next()) {
      switch (in.name()) {
        case "group" -> group = in.string();
        case "peer" -> peer = in.integer();
        default -> in.skip();
      }
    }
    return new Facts(JsonReader.required("group", group), peer);
  }
}
