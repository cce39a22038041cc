package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A broker, orchestrators, workers and a client for one test. */
final class OrchestratorPlatform implements AutoCloseable {

  final BrokerFixture broker;
  final Map<String, List<Notice>> notices = new ConcurrentHashMap<>();
  final Map<String, OrchestratorRole> roles = new ConcurrentHashMap<>();
  private final Path folder;
  private final List<Worker> workers = new ArrayList<>();
  private final RandomGenerator random = RandomGenerator.getDefault();
  private @Nullable TaskClient client;

  OrchestratorPlatform(Path folder) {
    this.folder = folder;
    this.broker = BrokerFixture.in(folder);
  }

  RoleConfig config(String id) {
    return RoleConfig.of(id, LedgerConfig.in(folder.resolve("ledger-" + id)))
        .withCore(OrchestratorConfig.defaults().withDetectionLimit(Duration.ofSeconds(2)));
  }

  OrchestratorRole orchestrator(String id) {
    return orchestrator(config(id));
  }

  OrchestratorRole orchestrator(RoleConfig config) {
    List<Notice> said = notices.computeIfAbsent(config.id(), x -> new CopyOnWriteArrayList<>());
    OrchestratorRole role =
        OrchestratorRole.start(
            config,
            broker.as("orchestrator"),
            Ledger.open(config.ledger()),
            said::add,
            WaitListener.silent());
    roles.put(config.id(), role);
    return role;
  }

  boolean said(String id, Class<? extends Notice> kind) {
    return notices.getOrDefault(id, List.of()).stream().anyMatch(kind::isInstance);
  }

  Worker worker(String id, int concurrency, TaskHandler... handlers) throws InterruptedException {
    Worker worker =
        Worker.start(
            WorkerConfig.named(new WorkerId(id)).withConcurrency(concurrency),
            broker.as("worker"),
            HandlerRegistry.of(handlers),
            WaitListener.silent());
    workers.add(worker);
    return worker;
  }

  TaskClient client() {
    TaskClient made = client;
    if (made == null) {
      made = TaskClient.connect(broker.as("client"), TaskClientConfig.of("c1"));
      client = made;
    }
    return made;
  }

  Task task(String type, String payload) {
    return Task.of(
        TaskId.random(random), new TaskType(type), new Payload.Text(payload), Instant.now());
  }

  /** One that is tried so often, and belongs to a group if one is named. */
  Task task(String type, String payload, int attempts, @Nullable String group) {
    Task plain = task(type, payload);
    return new Task(
        plain.id(),
        null,
        plain.type(),
        plain.args(),
        plain.payload(),
        plain.taskClass(),
        plain.submittedAt(),
        null,
        null,
        plain.timeout(),
        attempts,
        group);
  }

  long depth(String queue) {
    return broker.depth("quiver." + queue);
  }

  @Override
  public void close() {
    TaskClient made = client;
    if (made != null) {
      made.close();
    }
    workers.forEach(Worker::close);
    roles.values().forEach(OrchestratorRole::close);
    broker.close();
  }
}
