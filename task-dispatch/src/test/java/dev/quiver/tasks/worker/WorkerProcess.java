package dev.quiver.tasks.worker;

import static java.util.Objects.requireNonNull;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.wire.OutcomeCodec;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** A worker in a process of its own, to be killed; or one that acknowledges too early. */
final class WorkerProcess implements AutoCloseable {

  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  /** Starts a worker with the handlers of {@link TestHandler}. */
  static WorkerProcess start(ConnectionSettings settings, String id, int concurrency) {
    return launch(settings, id, concurrency, "true", "-Xmx128m");
  }

  /** Starts one that takes each task out of its queue before it executes it. */
  static WorkerProcess startCareless(ConnectionSettings settings, String id) {
    return launch(settings, id, 1, "false", "-Xmx128m");
  }

  private static WorkerProcess launch(
      ConnectionSettings settings, String id, int concurrency, String careful, String heap) {
    try {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  heap,
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  WorkerProcess.class.getName(),
                  settings.url(),
                  id,
                  String.valueOf(concurrency),
                  careful));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("WORKER_PASSWORD", requireNonNull(settings.password()).reveal());
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      return new WorkerProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** Runs until it is killed. */
  public static void main(String[] args) throws Exception {
    ConnectionSettings settings =
        ConnectionSettings.of(args[0], "worker", System.getenv("WORKER_PASSWORD"));
    if (Boolean.parseBoolean(args[3])) {
      WorkerConfig config =
          WorkerConfig.named(new WorkerId(args[1]))
              .withConcurrency(Integer.parseInt(args[2]))
              .withBackoff(new Backoff(Duration.ofMillis(50), Duration.ofMillis(200)));
      Worker.start(config, settings, HandlerRegistry.of(new TestHandler()), WaitListener.silent());
    } else {
      workCarelessly(settings, new WorkerId(args[1]));
    }
  }

  private static void workCarelessly(ConnectionSettings settings, WorkerId id) throws Exception {
    try (Connections connections = Connections.to(settings);
        ClientSession session = connections.connect(Use.FENCED).preAcknowledgedSession();
        ClientConsumer consumer =
            session.createConsumer(settings.addresses().taskPool(TestHandler.SLEEP.name()));
        ClientProducer producer = session.createProducer()) {
      session.start();
      TaskCodec tasks = new TaskCodec(settings.addresses(), Spool.defaults());
      OutcomeCodec outcomes = new OutcomeCodec(Spool.defaults());
      while (true) {
        ClientMessage message = consumer.receive();
        TaskMessage task = tasks.read(message);
        Outcome.Facts facts =
            new Outcome.Facts(
                task.task().id(), task.task().type(), null, id, 1, 0, null, Instant.now());
        producer.send(
            SimpleString.of(task.envelope().replyTo()),
            outcomes.write(
                session::createMessage,
                new Outcome.Succeeded(facts, Payload.of("done")),
                Duration.ofHours(1)));
      }
    }
  }
}
