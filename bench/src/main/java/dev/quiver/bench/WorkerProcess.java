package dev.quiver.bench;

import dev.quiver.broker.Credentials;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.nio.file.Path;

/**
 * A worker in a process of its own, as {@code quiver worker} runs it, that serves the types of the
 * benchmarks: {@code WorkerProcess URL FOLDER ID}. Ends with its standard input.
 */
final class WorkerProcess {

  private WorkerProcess() {}

  public static void main(String[] arguments) throws Exception {
    String password = Credentials.read(Path.of(arguments[1])).passwordOf("worker").orElseThrow();
    ConnectionSettings settings = ConnectionSettings.of(arguments[0], "worker", password);
    WorkerConfig config =
        WorkerConfig.named(new WorkerId(arguments[2])).withConcurrency(TasksBench.SLOTS);
    try (HandlerRegistry handlers = HandlerRegistry.of(new NoopHandler(), new HoldHandler());
        Worker worker = Worker.start(config, settings, handlers, WaitListener.silent())) {
      System.out.println("ready " + worker.id());
      while (System.in.read() >= 0) {
        // Whoever started it holds the other end open for as long as it shall work.
      }
    }
  }
}
