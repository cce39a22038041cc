package dev.quiver.tasks.worker;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.wire.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A broker, a client and workers for one test. */
final class WorkerPlatform implements AutoCloseable {

  final BrokerFixture broker;
  final TestHandler handler = new TestHandler();
  private final Path folder;
  private final List<Worker> workers = new ArrayList<>();
  private @Nullable TaskClient client;

  WorkerPlatform(Path folder) {
    this.folder = folder;
    this.broker = BrokerFixture.in(folder);
  }

  WorkerConfig config(String id, int concurrency) {
    return WorkerConfig.named(new WorkerId(id))
        .withConcurrency(concurrency)
        .withBackoff(new Backoff(Duration.ofMillis(50), Duration.ofMillis(200)))
        .withInterruptGrace(Duration.ofMillis(500))
        .withSpool(new Spool(folder, 4096, Spool.DEFAULT_MAX_BYTES));
  }

  Worker worker(String id, int concurrency) throws InterruptedException {
    return worker(config(id, concurrency));
  }

  Worker worker(WorkerConfig config) throws InterruptedException {
    Worker worker =
        Worker.start(
            config, broker.as("worker"), HandlerRegistry.of(handler), WaitListener.silent());
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

  CompletableFuture<Outcome> submit(Task task) throws InterruptedException {
    return client().submit(task, Destination.pool());
  }

  Outcome run(Task task) throws Exception {
    return submit(task).get(30, TimeUnit.SECONDS);
  }

  long depth(String queue) {
    return broker.depth("quiver." + queue);
  }

  static String text(Outcome outcome) {
    if (outcome instanceof Outcome.Succeeded done) {
      try (InputStream in = done.result().open()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return outcome.toString();
  }

  @Override
  public void close() {
    handler.open.countDown();
    TaskClient made = client;
    if (made != null) {
      made.close();
    }
    workers.forEach(Worker::close);
    broker.close();
  }
}
