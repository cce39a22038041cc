package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.Role;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.Use;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * A broker or a pair of them, orchestrators and workers of the distribution, each of which can be
 * killed or held.
 */
final class Cluster implements AutoCloseable {

  static final String BROKER = "broker";
  static final String PRIMARY = "primary";
  static final String BACKUP = "backup";
  private static final Set<String> BROKERS = Set.of(BROKER, PRIMARY, BACKUP);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final QuiverLauncher quiver;
  private final Path folder;
  private final Path data;
  private final String url;
  private final Map<String, Supplier<QuiverProcess>> starts = new LinkedHashMap<>();
  private final Map<String, QuiverProcess> running = new TreeMap<>();

  private Cluster(Path folder, String url) {
    this.folder = folder;
    this.quiver = new QuiverLauncher(folder);
    this.data = folder.resolve("data");
    this.url = url;
  }

  /** Starts a broker. */
  static Cluster single(Path folder) {
    int port = QuiverLauncher.freePort();
    Cluster cluster = new Cluster(folder, QuiverLauncher.url(port));
    cluster.add(BROKER, () -> cluster.quiver.broker(cluster.data, port));
    return cluster;
  }

  /** Starts a primary that serves, then a backup that waits. */
  static Cluster pair(Path folder) {
    int first = QuiverLauncher.freePort();
    int second = QuiverLauncher.freePort();
    Cluster cluster =
        new Cluster(
            folder, "(" + QuiverLauncher.url(first) + "," + QuiverLauncher.url(second) + ")");
    String data = cluster.data.toString();
    cluster.add(PRIMARY, () -> cluster.member(PRIMARY, first, second, "--data", data));
    cluster.process(PRIMARY).awaitOut("\"live\"");
    cluster.add(BACKUP, () -> cluster.member(BACKUP, second, first, "--data", data));
    return cluster;
  }

  /**
   * Starts a primary that serves, then a backup with a data folder of its own, and returns when
   * that one has all. {@link #data} is what the two have in common.
   */
  static Cluster replicatingPair(Path folder) {
    int first = QuiverLauncher.freePort();
    int second = QuiverLauncher.freePort();
    Cluster cluster =
        new Cluster(
            folder, "(" + QuiverLauncher.url(first) + "," + QuiverLauncher.url(second) + ")");
    cluster.add(PRIMARY, () -> cluster.replicating(PRIMARY, first, second));
    cluster.process(PRIMARY).awaitOut("\"live\"");
    cluster.add(BACKUP, () -> cluster.replicating(BACKUP, second, first));
    cluster.awaitSynced(BACKUP);
    return cluster;
  }

  /**
   * Starts two brokers that are no pair, of which each serves by itself and lets the same accounts
   * in; {@link #url} names both, as that of a pair does.
   */
  static Cluster strangers(Path folder) throws IOException {
    int first = QuiverLauncher.freePort();
    int second = QuiverLauncher.freePort();
    Cluster cluster =
        new Cluster(
            folder, "(" + QuiverLauncher.url(first) + "," + QuiverLauncher.url(second) + ")");
    Path passwords = Files.createDirectory(folder.resolve("passwords"));
    for (Role each : Role.values()) {
      Files.writeString(passwords.resolve(each.label()), "secret-of-" + each.label() + "\n");
    }
    cluster.add(PRIMARY, () -> cluster.alone(cluster.data, first, passwords));
    cluster.add(BACKUP, () -> cluster.alone(folder.resolve("data-2"), second, passwords));
    return cluster;
  }

  private QuiverProcess alone(Path data, int port, Path passwords) {
    return quiver
        .start(
            "broker",
            "--data",
            data.toString(),
            "--port",
            Integer.toString(port),
            "--passwords",
            passwords.toString())
        .awaitOut("ready");
  }

  private QuiverProcess replicating(String profile, int port, int peer) {
    String own = folder.resolve("data-" + profile).toString();
    return member(profile, port, peer, "--data", own, "--lock", data.toString());
  }

  /** Starts one of the pair, and returns when it has said what it does. */
  private QuiverProcess member(String profile, int port, int peer, String... more) {
    List<String> arguments = new ArrayList<>(List.of("broker", "--json", "--profile", profile));
    arguments.addAll(List.of("--port", Integer.toString(port), "--peer", "127.0.0.1:" + peer));
    arguments.addAll(List.of(more));
    return quiver.start(arguments.toArray(String[]::new)).awaitOut("\"event\"");
  }

  /** Waits until that one of a replicating pair waits and has all that the other one has. */
  void awaitSynced(String name) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> process(name).saidLast("synced", "waiting", "live"));
  }

  /** Which of a pair serves, by what they have said last; none while one takes over. */
  List<String> live() {
    return Stream.of(PRIMARY, BACKUP)
        .filter(each -> process(each).saidLast("live", "waiting", "synced"))
        .toList();
  }

  /** Waits until that one of the pair serves, and the other does not. */
  void awaitLive(String name) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(live()).containsExactly(name));
  }

  /** The address of that one of two. */
  String url(String name) {
    return url.substring(1, url.length() - 1).split(",", -1)[name.equals(PRIMARY) ? 0 : 1];
  }

  /** Which of a pair answers somebody who logs in there. */
  List<String> accepting() {
    List<String> accepting = new ArrayList<>();
    for (String each : List.of(PRIMARY, BACKUP)) {
      try (Connections connections = Connections.to(as(Role.VIEWER).withUrl(url(each)))) {
        connections.connect(Use.FENCED);
        accepting.add(each);
      } catch (QuiverMessagingException refused) {
        // It waits, is dead or is held.
      }
    }
    return accepting;
  }

  String url() {
    return url;
  }

  Path data() {
    return data;
  }

  QuiverLauncher quiver() {
    return quiver;
  }

  private void add(String name, Supplier<QuiverProcess> start) {
    starts.put(name, start);
    running.put(name, start.get());
  }

  /** Starts a worker that records its history. */
  void worker(String id, String... more) {
    workerAt(url, id, more);
  }

  /** Starts one that knows that address alone. */
  void workerAt(String at, String id, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--concurrency", "2"));
    arguments.addAll(List.of("--history", history(id).toString()));
    arguments.addAll(List.of(more));
    add(id, () -> quiver.worker(data, at, id, arguments.toArray(String[]::new)));
  }

  /** Starts an orchestrator that records its history, and returns when it leads or stands by. */
  void orchestrator(String id) {
    List<String> arguments = new ArrayList<>(List.of("orchestrator", "--id", id, "--json"));
    arguments.addAll(List.of("--data", data.toString(), "--url", url));
    arguments.addAll(List.of("--history", history(id).toString()));
    add(id, () -> quiver.start(arguments.toArray(String[]::new)).awaitOut("StartedAs"));
  }

  /** Starts the nodes of {@link RingTraffic}'s ring, in a process of their own. */
  void ring() {
    String count = Integer.toString(RingTraffic.NODES);
    List<String> arguments = new ArrayList<>(List.of("dht", "node", "--ring", RingTraffic.RING));
    arguments.addAll(List.of("--count", count, "--name", "node"));
    arguments.addAll(List.of("--data", data.toString(), "--url", url));
    quiver.start(arguments.toArray(String[]::new)).awaitOut("created with " + count);
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
    return names(each -> !BROKERS.contains(each) && leads(each)).stream()
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
          url, role.label(), Credentials.read(data).passwordOf(role.label()).orElseThrow());
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

  /** How many tasks of that type wait in the pool, or are with workers, on that one of two. */
  long pooled(String name, String type) {
    try (Connections connections = Connections.to(as(Role.ADMIN).withUrl(url(name)));
        ClientSession session = connections.connect(Use.FENCED).autoCommitSession()) {
      ClientSession.QueueQuery queue =
          session.queueQuery(SimpleString.of("quiver.tasks.pool." + type));
      return queue.isExists() ? queue.getMessageCount() : -1;
    } catch (ActiveMQException | QuiverMessagingException doesNotServe) {
      return -1;
    }
  }

  /** Judges the histories of all, with the one of the client, as people do. */
  QuiverProcess check(Path client) {
    List<String> arguments = new ArrayList<>(List.of("check", "tasks", "--json"));
    arguments.add(client.toString());
    starts.keySet().stream()
        .filter(each -> !BROKERS.contains(each))
        .forEach(each -> arguments.add(history(each).toString()));
    return quiver.run(arguments.toArray(String[]::new));
  }

  @Override
  public void close() {
    quiver.close();
  }
}
