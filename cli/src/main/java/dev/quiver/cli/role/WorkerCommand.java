package dev.quiver.cli.role;

import dev.quiver.broker.Role;
import dev.quiver.cli.ByteSize;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.check.HistoryFlags;
import dev.quiver.cli.config.ClusterFlags;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.metrics.MetricsFlags;
import dev.quiver.cli.metrics.RoleMetrics;
import dev.quiver.cli.metrics.WorkerMetrics;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.platform.HealthFile;
import dev.quiver.cli.platform.ParentWatch;
import dev.quiver.messaging.connection.Router;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import dev.quiver.tasks.history.RecordedHandler;
import dev.quiver.tasks.history.TaskHistory;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.worker.DrainReport;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver worker}: executes tasks until it is told to stop. */
@Command(name = "worker")
public final class WorkerCommand implements Callable<Integer> {

  /** How long an orphan may take to give back what it has; nobody waits for it any more. */
  private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(1);

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();

  @Mixin private ClusterFlags clusterFlags = new ClusterFlags();

  @Option(names = "--id", paramLabel = "ID")
  private @Nullable String id;

  @Option(names = "--concurrency", paramLabel = "N")
  private int concurrency = Runtime.getRuntime().availableProcessors();

  @Option(names = "--types", paramLabel = "TYPE", split = ",")
  private List<String> types = new ArrayList<>();

  @Option(names = "--plugins", paramLabel = "DIR")
  private @Nullable Path plugins;

  @Option(names = "--allow", paramLabel = "COMMAND", arity = "1..*")
  private List<String> allowed = new ArrayList<>();

  @Option(names = "--drain", paramLabel = "TIME")
  private Duration drain = Duration.ofSeconds(30);

  @Option(names = "--max-input", paramLabel = "SIZE")
  private ByteSize maxInput = new ByteSize(Spool.DEFAULT_MAX_BYTES);

  @Mixin private FaultFlags faults = new FaultFlags();
  @Mixin private HistoryFlags history = new HistoryFlags();
  @Mixin private MetricsFlags metricsFlags = new MetricsFlags();

  @Option(names = "--json")
  private boolean json;

  /** Its parent holds the other end of its standard input; when that closes, it has died. */
  @Option(names = "--child", hidden = true)
  private boolean child;

  private volatile boolean orphaned;

  WorkerCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Spool usual = Spool.defaults();
    WorkerConfig config =
        (id == null
                ? WorkerConfig.unnamed(new SplittableRandom())
                : WorkerConfig.named(new WorkerId(id)))
            .withConcurrency(concurrency)
            .withSpool(new Spool(usual.folder(), usual.memoryBytes(), maxInput.bytes()));
    Thread main = Thread.currentThread();
    UnaryOperator<TaskHandler> faulty = faults.warnAndWrap(context);
    WorkerMetrics measured = new WorkerMetrics();
    try (HistoryFlags.Recording recording = history.open(context, "worker-" + config.id());
        RoleMetrics metrics = metricsFlags.open(context, "worker");
        HandlerRegistry handlers =
            handlers()
                .wrapped(each -> recorded(faulty.apply(each), recording, config.id()))
                .wrapped(measured::timed);
        StopSignals signals = child ? StopSignals.listenAsChild() : StopSignals.listen()) {
      // A signal and the parent's end have the same effect: this thread stops waiting.
      signals.onFirst(main::interrupt);
      if (child) {
        ParentWatch.start(
            context.in(),
            () -> {
              orphaned = true;
              main.interrupt();
            });
      }
      Worker worker;
      ConnectionChoice choice;
      SayWaiting waits = new SayWaiting(context);
      try {
        choice = LocalBroker.await(context, connection, Role.WORKER);
        Router router = clusterFlags.router(context, choice, "worker " + config.id());
        worker = Worker.start(config, router, handlers, waits);
      } catch (InterruptedException stopped) {
        return exitCode(signals);
      }
      waits.begun();
      metrics.begin(
          to ->
              measured.addTo(
                  to, worker::status, concurrency, handlers.types(), waits::isConnected));
      sayReady(worker, handlers, choice);
      HealthFile.report(context.environment(), context.clock(), waits::isConnected);
      awaitInterrupt();
      signals.onSecond(() -> context.say("worker.cutShort", worker.id()));
      context.say("worker.draining", worker.id());
      DrainReport report = worker.drain(orphaned ? ORPHAN_PATIENCE : drain);
      context.say("worker.drained", worker.id(), report.finished(), report.givenBack());
      return exitCode(signals);
    }
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stopped) {
      // Which is what was waited for; the thread is free to wait for the draining now.
    }
  }

  private static int exitCode(StopSignals signals) {
    return signals.byHand() ? ExitCode.INTERRUPTED : ExitCode.DONE;
  }

  private HandlerRegistry handlers() throws IOException {
    Path folder = plugins == null ? context.home().resolve("plugins") : plugins;
    HandlerRegistry all =
        HandlerRegistry.builder()
            .addAll(BuiltInHandlers.of(ExecPolicy.allowing(allowed)))
            .plugins(folder)
            .build();
    all.problems()
        .forEach(
            problem ->
                context.say("worker.plugin", problem.plugin(), context.told(problem.reason())));
    if (types.isEmpty()) {
      return all;
    }
    List<TaskType> wanted = types.stream().map(TaskType::new).toList();
    for (TaskType each : wanted) {
      if (all.find(each).isEmpty()) {
        throw context.failure(ExitCode.USAGE, "worker.unknownType", each, names(all));
      }
    }
    return all.only(wanted);
  }

  private static String names(HandlerRegistry handlers) {
    return handlers.types().stream().map(TaskType::name).collect(Collectors.joining(", "));
  }

  private void sayReady(Worker worker, HandlerRegistry handlers, ConnectionChoice choice) {
    long pid = ProcessHandle.current().pid();
    context
        .out()
        .line(
            json
                ? new JsonLine()
                    .put("worker", worker.id().value())
                    .put("pid", pid)
                    .put("concurrency", concurrency)
                    .put("types", handlers.types().stream().map(TaskType::name).toList())
                    .put("url", choice.url())
                    .end()
                : context
                    .text()
                    .format(
                        "worker.ready",
                        worker.id(),
                        pid,
                        choice.url(),
                        concurrency,
                        names(handlers)));
    context.out().flush();
  }

  private static TaskHandler recorded(
      TaskHandler handler, HistoryFlags.Recording recording, WorkerId id) {
    return recording.history() == TaskHistory.NONE
        ? handler
        : new RecordedHandler(handler, recording.history(), id);
  }
}
