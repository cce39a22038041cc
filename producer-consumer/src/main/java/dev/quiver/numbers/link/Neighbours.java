package dev.quiver.numbers.link;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.numbers.Run;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who shows by presence to be here, on the same queue. Safe for many threads. */
public final class Neighbours {

  private final PresenceBrowser browser;
  private final Queues queues;

  Neighbours(PresenceBrowser browser, Queues queues) {
    this.browser = browser;
    this.queues = queues;
  }

  /** What a process says of itself: the name of its queue and its own. */
  record Facts(@Nullable String queue, String name) {}

  /** The runs of the producers that are here. */
  public Set<Run> producers() {
    Set<Run> runs = new HashSet<>();
    for (PresenceEntry<Facts> each : on(PresenceKind.PRODUCER)) {
      try {
        runs.add(new Run(each.facts().name(), each.incarnation()));
      } catch (IllegalArgumentException e) {
        // No producer of ours has such an id; nobody waits for it.
      }
    }
    return runs;
  }

  /** The ids of the consumers that are here. */
  public Set<String> consumers() {
    Set<String> ids = new HashSet<>();
    on(PresenceKind.CONSUMER).forEach(each -> ids.add(each.facts().name()));
    return ids;
  }

  private List<PresenceEntry<Facts>> on(PresenceKind kind) {
    return browser.browse(kind, Neighbours::read).stream()
        .filter(each -> queues.name().equals(each.facts().queue()))
        .toList();
  }

  private static Facts read(JsonReader facts) throws IOException {
    String queue = null;
    String name = null;
    while (facts.next()) {
      switch (facts.name()) {
        case "queue" -> queue = facts.string();
        case "name" -> name = facts.string();
        default -> facts.skip();
      }
    }
    return new Facts(queue, JsonReader.required("name", name));
  }
}
