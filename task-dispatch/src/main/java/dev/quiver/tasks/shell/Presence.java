package dev.quiver.tasks.shell;

import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Says that the shell is here, and looks who else is. */
final class Presence implements AutoCloseable {

  private static final long COMPLETION_MS = 300;

  private final Connections connections;
  private final PresencePublisher publisher;
  private final PresenceBrowser browser;

  private Presence(Connections connections, PresencePublisher publisher, PresenceBrowser browser) {
    this.connections = connections;
    this.publisher = publisher;
    this.browser = browser;
  }

  /** Begins to say it, until closed. */
  static Presence announce(ConnectionSettings settings, String name) {
    Connections connections =
        Connections.to(settings.withClientName("presence of task client " + name));
    try {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      PresencePublisher publisher =
          PresencePublisher.start(
              connection,
              PresenceKind.CLIENT,
              name,
              UUID.randomUUID().toString(),
              facts -> {},
              PresencePublisher.DEFAULT_TIME_TO_LIVE,
              Clock.systemUTC());
      return new Presence(connections, publisher, new PresenceBrowser(connection));
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /** Who is connected, of all kinds. */
  List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (PresenceKind kind : PresenceKind.values()) {
      if (kind == PresenceKind.WORKER) {
        browser.browse(kind, Presence::workerFacts).forEach(each -> members.add(worker(each)));
      } else {
        browser.browse(kind, Presence::nothing).forEach(each -> members.add(other(each)));
      }
    }
    return members;
  }

  private static Member worker(PresenceEntry<Member.WorkerFacts> entry) {
    return new Member(entry.kind(), entry.id(), entry.user(), entry.since(), entry.facts());
  }

  private static Member other(PresenceEntry<Boolean> entry) {
    return new Member(entry.kind(), entry.id(), entry.user(), entry.since(), null);
  }

  private static Boolean nothing(JsonReader in) throws IOException {
    while (in.next()) {
      in.skip();
    }
    return true;
  }

  private static Member.WorkerFacts workerFacts(JsonReader in) throws IOException {
    List<String> types = List.of();
    int concurrency = 0;
    int running = -1;
    while (in.next()) {
      switch (in.name()) {
        case "types" -> types = in.strings();
        case "concurrency" -> concurrency = in.integer();
        case "running" -> running = in.integer();
        default -> in.skip();
      }
    }
    return new Member.WorkerFacts(types, concurrency, running);
  }

  /** The workers' ids, or none if the broker does not answer while somebody is typing. */
  List<String> workersForCompletion() {
    CompletableFuture<List<String>> asked =
        CompletableFuture.supplyAsync(
            () ->
                browser.browse(PresenceKind.WORKER, Presence::nothing).stream()
                    .map(PresenceEntry::id)
                    .toList());
    try {
      return asked.get(COMPLETION_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException | TimeoutException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    publisher.close();
    connections.close();
  }
}
