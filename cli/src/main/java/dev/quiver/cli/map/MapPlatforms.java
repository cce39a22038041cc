package dev.quiver.cli.map;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.platform.EmbeddedPlatform;
import dev.quiver.cli.platform.EmbeddedPlatform.WorkerPlan;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.NotOurBrokerException;
import dev.quiver.messaging.text.Printable;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import dev.quiver.tasks.history.TaskHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;

/**
 * Finds the platform for a run: the configured broker; else one of ours on this machine's usual
 * port; else a platform for this run alone.
 */
final class MapPlatforms {

  /** Several processes, so that one may die; more than that only cost memory. */
  private static final int MAX_PROCESSES = 8;

  private final CommandContext context;
  private final ConnectionFlags connection;
  private final MapOptions options;
  private final TaskType type;
  private final TaskHistory history;

  MapPlatforms(
      CommandContext context,
      ConnectionFlags connection,
      MapOptions options,
      TaskType type,
      TaskHistory history) {
    this.history = history;
    this.context = context;
    this.connection = connection;
    this.options = options;
    this.type = type;
  }

  MapPlatform open() throws IOException, InterruptedException {
    if (options.embedded) {
      return own();
    }
    ConnectionChoice choice = context.connect(connection, Role.CLIENT.label());
    if (choice.configured()) {
      return existing(choice);
    }
    try {
      return existing(choice);
    } catch (BrokerUnreachableException nobody) {
      return own();
    } catch (NotOurBrokerException foreign) {
      context.say("map.foreign", foreign.server(), Printable.harmless(foreign.found()));
      return own();
    } catch (LoginRefusedException notOurs) {
      if (choice.userChosen()) {
        throw notOurs;
      }
      context.say("map.foreignQuiver", choice.url());
      return own();
    }
  }

  /** Through an orchestrator, where one is. */
  private static Destination way(ConnectionSettings settings) {
    try (OrchestratorClient orchestrator = OrchestratorClient.connect(settings)) {
      return orchestrator.isAnyThere() ? Destination.orchestrator() : Destination.pool();
    }
  }

  private MapPlatform existing(ConnectionChoice choice) {
    ConnectionSettings settings = choice.settings("map");
    TaskClient client =
        TaskClient.connect(
            settings, TaskClientConfig.unnamed(new SplittableRandom()).withHistory(history));
    context.say("map.existing", choice.url());
    return new MapPlatform(client, way(settings), null);
  }

  private MapPlatform own() throws IOException, InterruptedException {
    requireKnownType();
    int cores = Runtime.getRuntime().availableProcessors();
    int slots = options.concurrency == null ? Math.max(2, cores) : options.concurrency;
    int processes = Math.min(slots, MAX_PROCESSES);
    WorkerPlan plan =
        new WorkerPlan(
            processes, (slots + processes - 1) / processes, options.workerHeap, workerArguments());
    EmbeddedPlatform platform = EmbeddedPlatform.start(context.environment(), plan);
    platform.onReplaced(pid -> context.say("map.replaced", pid));
    context.say("map.embedded", platform.url(), processes);
    try {
      platform.firstReady().get();
      ConnectionSettings settings = platform.settings();
      // The results' waiting is over with the run.
      TaskClientConfig config =
          TaskClientConfig.unnamed(new SplittableRandom())
              .withHistory(history)
              .withCloseTimeout(Duration.ofMillis(500));
      return new MapPlatform(TaskClient.connect(settings, config), Destination.pool(), platform);
    } catch (ExecutionException e) {
      platform.close();
      throw context.failure(
          ExitCode.WORK_FAILED,
          "map.workersDie",
          String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage()));
    } catch (RuntimeException | InterruptedException e) {
      platform.close();
      throw e;
    }
  }

  private List<String> workerArguments() {
    List<String> arguments = new ArrayList<>(List.of("--types", type.name()));
    if (options.command != null) {
      arguments.addAll(List.of("--allow", options.command));
    }
    arguments.addAll(List.of("--plugins", plugins().toAbsolutePath().toString()));
    return arguments;
  }

  private Path plugins() {
    return options.plugins == null ? context.home().resolve("plugins") : options.plugins;
  }

  /** Before anything is started: nobody else than our own workers could know it. */
  private void requireKnownType() throws IOException {
    ExecPolicy exec =
        options.command == null ? ExecPolicy.none() : ExecPolicy.allowing(List.of(options.command));
    try (HandlerRegistry known =
        HandlerRegistry.builder().addAll(BuiltInHandlers.of(exec)).plugins(plugins()).build()) {
      if (known.find(type).isEmpty()) {
        List<String> names = new ArrayList<>(known.types().stream().map(TaskType::name).toList());
        if (!names.contains("exec")) {
          names.add("exec");
        }
        throw context.failure(ExitCode.USAGE, "map.unknownType", type, String.join(", ", names));
      }
    }
  }
}
