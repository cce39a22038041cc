package dev.quiver.cli.map;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.tasks.TaskType;
import java.io.IOException;
import java.util.List;

/** What the workers that are connected now say they can do. */
final class WorkersThere {

  private WorkersThere() {}

  /** Whether a worker that has the type is here now; if it went, its queue has stayed. */
  static boolean serve(TaskType type, ConnectionSettings settings) {
    try (Connections connections = Connections.to(settings)) {
      return new PresenceBrowser(connections.connect(Use.CONSUME))
          .browse(PresenceKind.WORKER, WorkersThere::types).stream()
              .anyMatch(worker -> worker.facts().contains(type.name()));
    }
  }

  private static List<String> types(JsonReader facts) throws IOException {
    List<String> types = List.of();
    while (facts.next()) {
      if (facts.name().equals("types")) {
        types = facts.strings();
      } else {
        facts.skip();
      }
    }
    return types;
  }
}
