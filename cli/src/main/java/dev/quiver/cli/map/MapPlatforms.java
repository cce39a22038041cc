package dev.quiver.cli.map;

import dev.quiver.broker.BrokerLimits;
import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.CommandFailure;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.platform.BrokerStoppedException;
import dev.quiver.cli.platform.EmbeddedPlatform;
import dev.quiver.cli.platform.TemporaryFolder;
import dev.quiver.cli.platform.WorkerPlan;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.NotOurBrokerException;
import dev.quiver.messaging.connection.TlsException;
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
import dev.quiver.tasks.wire.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Finds the platform for a run: the configured broker; else one of ours on this machine's usual
 * port; else a platform for this run alone.
 */
final class MapPlatforms {

  /** Several processes, so that one may die; more than that only cost memory. */
  private static final int MAX_PROCESSES = 8;

  /**
   * So long a submit of unknown fate is sent again, as while the broker is started anew. The broker
   * remembers many more task ids than a run has in flight; if others filled its memory meanwhile, a
   * task might be executed twice, and its input would still have one result.
   */
  private static final Duration RESEND = Duration.ofMinutes(5);

  private final CommandContext context;
  private final ConnectionFlags connection;
  private final MapOptions options;
  private final TaskType type;
  private final TaskHistory history;
  private final CompletableFuture<Void> stop;

  /**
   * @param stop done when the run is to end, also while its platform is made
   */
  MapPlatforms(
      CommandContext context,
      ConnectionFlags connection,
      MapOptions options,
      TaskType type,
      TaskHistory history,
      CompletableFuture<Void> stop) {
    this.context = context;
    this.connection = connection;
    this.options = options;
    this.type = type;
    this.history = history;
    this.stop = stop;
  }

  /**
   * Finds or makes it.
   *
   * @throws InterruptedException if the run was told to end meanwhile
   */
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
    } catch (TlsException foreign) {
      if (!foreign.isUnexpected()) {
        throw foreign;
      }
      context.say("map.foreign", foreign.server(), "TLS");
      return own();
    } catch (LoginRefusedException notOurs) {
      if (choice.userChosen()) {
        throw notOurs;
      }
      context.say("map.foreignQuiver", choice.url());
      return own();
    }
  }

  private MapPlatform existing(ConnectionChoice choice) {
    ConnectionSettings settings = choice.settings("map");
    Outages outages = new Outages();
    TaskClient client =
        TaskClient.connect(settings, clientConfig().withRetryWindow(RESEND), outages);
    context.say("map.existing", choice.url());
    try (OrchestratorClient orchestrator = OrchestratorClient.connect(settings)) {
      if (!orchestrator.isServed(type)) {
        context.say("map.noWorker", type);
      }
      return new MapPlatform(
          client,
          orchestrator.usualWay(),
          outages,
          null,
          TemporaryFolder.base(context.environment()));
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private TaskClientConfig clientConfig() {
    Spool usual = Spool.defaults();
    return TaskClientConfig.unnamed(new SplittableRandom())
        .withHistory(history)
        .withSpool(
            new Spool(
                TemporaryFolder.base(context.environment()),
                usual.memoryBytes(),
                options.maxInput.bytes()));
  }

  private MapPlatform own() throws IOException, InterruptedException {
    requireKnownType();
    requireCommand();
    int cores = Runtime.getRuntime().availableProcessors();
    int slots = options.concurrency == null ? Math.max(2, cores) : options.concurrency;
    WorkerPlan plan = new WorkerPlan(slots, MAX_PROCESSES, options.workerHeap, workerArguments());
    BrokerLimits limits = BrokerLimits.defaults().withStreamedBytes(options.maxInput.bytes());
    EmbeddedPlatform platform = EmbeddedPlatform.start(context.environment(), limits, plan);
    try {
      requireGoingOn();
      context.say(
          options.embedded ? "map.embeddedAsked" : "map.embedded",
          platform.url(),
          plan.processes());
      CompletableFuture.anyOf(platform.firstReady(), stop).get();
      requireGoingOn();
      // The results' waiting is over with the run.
      TaskClientConfig config = clientConfig().withCloseTimeout(Duration.ofMillis(500));
      Outages outages = new Outages();
      return new MapPlatform(
          TaskClient.connect(platform.settings(), config, outages),
          Destination.pool(),
          outages,
          platform,
          platform.scratch());
    } catch (ExecutionException e) {
      platform.close();
      throw broken(Objects.requireNonNullElse(e.getCause(), e));
    } catch (RuntimeException | InterruptedException e) {
      platform.close();
      throw e;
    }
  }

  private CommandFailure broken(Throwable cause) {
    return cause instanceof BrokerStoppedException stopped
        ? context.failure(ExitCode.WORK_FAILED, "map.brokerStopped", stopped.folder())
        : context.failure(
            ExitCode.WORK_FAILED, "map.workersDie", String.valueOf(cause.getMessage()));
  }

  private void requireGoingOn() throws InterruptedException {
    if (stop.isDone()) {
      throw new InterruptedException("stopped before the run began");
    }
  }

  private List<String> workerArguments() {
    List<String> arguments = new ArrayList<>(List.of("--types", type.name()));
    arguments.addAll(List.of("--max-input", options.maxInput.toString()));
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

  /** Our own workers would find out as well, for each input and several times. */
  private void requireCommand() {
    String command = options.command;
    if (command == null || isThere(command)) {
      return;
    }
    List<String> words = List.of(command.strip().split("\\s+"));
    if (words.size() > 1 && isThere(words.get(0))) {
      throw context.failure(
          ExitCode.USAGE,
          "map.argumentsInCommand",
          Printable.harmless(command),
          Printable.harmless(words.get(0) + arguments(words.subList(1, words.size()))));
    }
    throw context.failure(ExitCode.USAGE, "map.noCommand", Printable.harmless(command));
  }

  /** Which of them a shell would take together nobody can tell here. */
  private static String arguments(List<String> words) {
    boolean quoted = words.stream().anyMatch(each -> each.contains("'") || each.contains("\""));
    return " --arg=" + (quoted ? "..." : String.join(" --arg=", words));
  }

  private boolean isThere(String command) {
    return CommandSearch.mayFind(context.environment().get("PATH"), command);
  }
}
