package dev.quiver.cli;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import dev.quiver.cli.platform.TemporaryFolder;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Does once what the commands do, so that the archive for class data sharing, which is written when
 * this ends, has their classes.
 */
final class WarmUp {

  private WarmUp() {}

  public static void main(String[] args) throws Exception {
    Cli cli = Cli.ofProcess(args);
    cli.run("--help");
    cli.run("--version");
    cli.run("no-such-command");
    try (TemporaryFolder folder = TemporaryFolder.make(System.getenv())) {
      work(cli, folder.path().resolve("broker"));
    }
    System.exit(0);
  }

  private static void work(Cli cli, Path folder) throws Exception {
    try (QuiverBroker broker = QuiverBroker.start(BrokerConfig.in(folder).withPort(0));
        HandlerRegistry handlers =
            HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();
        Worker worker =
            Worker.start(
                WorkerConfig.unnamed(new SplittableRandom()),
                settings(broker, Role.WORKER),
                handlers,
                WaitListener.silent());
        TaskClient client =
            TaskClient.connect(
                settings(broker, Role.CLIENT), TaskClientConfig.unnamed(new SplittableRandom()))) {
      Task task =
          Task.of(
              TaskId.random(new SplittableRandom()),
              new TaskType("text.count_words"),
              Payload.of("warm up " + worker.id()),
              Instant.now());
      client.submit(task, Destination.pool()).get(10, TimeUnit.SECONDS);
      for (String command : List.of("workers", "results")) {
        cli.run("task", command, "--url", broker.url(), "--data", folder.toString());
      }
    }
  }

  private static ConnectionSettings settings(QuiverBroker broker, Role role) {
    String password = broker.credentials().passwordOf(role.label()).orElseThrow();
    return ConnectionSettings.of(broker.url(), role.label(), password);
  }
}
