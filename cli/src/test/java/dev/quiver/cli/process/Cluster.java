package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.Role;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** A broker, orchestrators and workers of the distribution, each of which can be killed or held. */
final class Cluster implements AutoCloseable {

  static final String BROKER = "broker";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final QuiverLauncher quiver;
  private final Path folder;
  private final Path data;
  private final int port = QuiverLauncher.freePort();
  private final Map<String, Supplier<QuiverProcess>> starts = new LinkedHashMap<>();
  private final Map<String, QuiverProcess> running = new TreeMap<>();

  /** Starts the broker. */
  Cluster(Path folder) {
    this.folder = folder;
    this.quiver = new QuiverLauncher(folder);
    this.data = folder.resolve("data");
    add(BROKER, () -> quiver.broker(data, port));
  }

  private void add(String name, Supplier<QuiverProcess> start) {
    starts.put(name, start);
    running.put(name, start.get());
  }

  /** Starts a worker that records its history. */
  void worker(String id, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--concurrency", "2"));
    arguments.addAll(List.of("--history", history(id).toString()));
    arguments.addAll(List.of(more));
    add(id, () -> quiver.worker(data, port, id, arguments.toArray(String[]::new)));
  }

  /** Starts an orchestrator that records its history, and returns when it leads or stands by. */
  void orchestrator(String id) {
    List<String> arguments = new ArrayList<>(List.of("orchestrator", "--id", id, "--json"));
    arguments.addAll(List.of("--data", data.toString(), "--url", QuiverLauncher.url(port)));
    arguments.addAll(List.of("--history", history(id).toString()));
    add(id, () -> quiver.start(arguments.toArray(String[]::new)).awaitOut("StartedAs"));
  }

  private Path history(String id) {
    return folder.resolve("history-" + id + ".jsonl");
  }

  /** The names of those of which this is true. */
  List<String> names(java.util.function.Predicate<String> wanted) {
    return starts.keySet().stream().filter(wanted).toList();
  }

  QuiverProcess process(String name) {
    return running.get(name);
  }

  /** The orchestrator that leads, by what they have said. */
  String leader() {
    return names(each -> !each.equals(BROKER) && leads(each)).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody leads"));
  }

  private boolean leads(String name) {
    QuiverProcess process = running.get(name);
    String said = process.out();
    int gained = Math.max(said.lastIndexOf("StartedAsPrimary"), said.lastIndexOf("TakingOver"));
    return process.isAlive() && gained >= 0 && gained > said.lastIndexOf("LedUntil");
  }

  void kill(String name) {
    running.get(name).kill();
  }

  /** Starts it again, after it was killed. */
  void restart(String name) {
    running.put(name, starts.get(name).get());
  }

  ConnectionSettings as(Role role) {
    try {
      return ConnectionSettings.of(
          QuiverLauncher.url(port),
          role.label(),
          Credentials.read(data).passwordOf(role.label()).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until nothing is left in the queues of tasks, nor where lost messages end. */
  void awaitAtRest(String type) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() -> assertThat(depths(type)).isEmpty());
  }

  private Map<String, Long> depths(String type) throws ActiveMQException {
    Map<String, Long> depths = new TreeMap<>();
    try (Connections connections = Connections.to(as(Role.ADMIN));
        ClientSession session = connections.connect(Use.CONSUME).autoCommitSession()) {
      Stream<String> ofTasks =
          Stream.of(
              "tasks.pool." + type,
              "tasks.submit." + type + ".high",
              "tasks.submit." + type + ".normal",
              "tasks.submit." + type + ".low",
              "tasks.held." + type,
              "tasks.dead",
              "tasks.expired");
      Stream<String> ofWorkers =
          starts.keySet().stream()
              .flatMap(each -> Stream.of("tasks.worker." + each, "tasks.assigned." + each));
      for (String each :
          Stream.concat(
                  Stream.concat(ofTasks, ofWorkers).map(name -> "quiver." + name),
                  Stream.of("DLQ", "ExpiryQueue"))
              .toList()) {
        ClientSession.QueueQuery queue = session.queueQuery(SimpleString.of(each));
        if (queue.isExists() && queue.getMessageCount() > 0) {
          depths.put(each, queue.getMessageCount());
        }
      }
    }
    return depths;
  }

  /** Judges the histories of all, with the one of the client, as people do. */
  QuiverProcess check(Path client) {
    List<String> arguments = new ArrayList<>(List.of("check", "tasks", "--json"));
    arguments.add(client.toString());
    starts.keySet().stream()
        .filter(each -> !each.equals(BROKER))
        .forEach(each -> arguments.add(history(each).toString()));
    return quiver.run(arguments.toArray(String[]::new));
  }

  @Override
  public void close() {
    quiver.close();
  }
}
