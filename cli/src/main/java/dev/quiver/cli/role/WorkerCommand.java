package dev.quiver.cli.role;

import dev.quiver.broker.DataFolder;
import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.check.HistoryFlags;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.platform.ParentWatch;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import dev.quiver.tasks.history.RecordedHandler;
import dev.quiver.tasks.history.TaskHistory;
import dev.quiver.tasks.worker.DrainReport;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver worker}: executes tasks until it is told to stop. */
@Command(name = "worker")
public final class WorkerCommand implements Callable<Integer> {

  /** How long an orphan may take to give back what it has; nobody waits for it any more. */
  private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(1);

  private static final long LOOK_MS = 300;

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();

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

  @Mixin private FaultFlags faults = new FaultFlags();
  @Mixin private HistoryFlags history = new HistoryFlags();

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
    WorkerConfig config =
        (id == null
                ? WorkerConfig.unnamed(new SplittableRandom())
                : WorkerConfig.named(new WorkerId(id)))
            .withConcurrency(concurrency);
    Thread main = Thread.currentThread();
    UnaryOperator<TaskHandler> faulty = faults.warnAndWrap(context);
    try (HistoryFlags.Recording recording = history.open(context, "worker-" + config.id());
        HandlerRegistry handlers =
            handlers().wrapped(each -> recorded(faulty.apply(each), recording, config.id()));
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
      try {
        choice = awaitLocalBroker();
        worker =
            Worker.start(
                config, choice.settings("worker " + config.id()), handlers, new SayWaiting());
      } catch (InterruptedException stopped) {
        return exitCode(signals);
      }
      sayReady(worker, handlers, choice);
      awaitInterrupt();
      context.say("worker.draining", worker.id());
      DrainReport report = worker.drain(orphaned ? ORPHAN_PATIENCE : drain);
      context.say("worker.drained", worker.id(), report.finished(), report.givenBack());
      return exitCode(signals);
    }
  }

  /**
   * The choice once it can be made: whether a local broker is on the usual port or another is known
   * only when it runs, and so is its password at its first start.
   */
  private ConnectionChoice awaitLocalBroker() throws InterruptedException {
    for (boolean said = false; ; said = true) {
      ConnectionChoice choice = context.connect(connection, Role.WORKER.label()).awaitingBroker();
      if (choice.configured() || DataFolder.urlOfRunning(choice.dataFolder()).isPresent()) {
        return choice;
      }
      if (isOpen(choice.url())) {
        return choice;
      }
      if (!said) {
        context.say("worker.waitingLocal", choice.url());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  private static boolean isOpen(String url) {
    URI server = URI.create(url);
    try (Socket probe = new Socket(server.getHost(), server.getPort())) {
      return probe.isConnected();
    } catch (IOException nobody) {
      return false;
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
        .forEach(problem -> context.say("worker.plugin", problem.plugin(), problem.reason()));
    return types.isEmpty() ? all : all.only(types.stream().map(TaskType::new).toList());
  }

  private void sayReady(Worker worker, HandlerRegistry handlers, ConnectionChoice choice) {
    long pid = ProcessHandle.current().pid();
    List<String> served = handlers.types().stream().map(TaskType::name).toList();
    context
        .out()
        .line(
            json
                ? new JsonLine()
                    .put("worker", worker.id().value())
                    .put("pid", pid)
                    .put("concurrency", concurrency)
                    .put("types", served)
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
                        String.join(", ", served)));
    context.out().flush();
  }

  private static TaskHandler recorded(
      TaskHandler handler, HistoryFlags.Recording recording, WorkerId id) {
    return recording.history() == TaskHistory.NONE
        ? handler
        : new RecordedHandler(handler, recording.history(), id);
  }

  private final class SayWaiting implements WaitListener {

    private boolean said;

    @Override
    public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
      if (!said) {
        said = true;
        context.say("worker.waiting", String.valueOf(why.getMessage()));
      }
    }

    @Override
    public void connected() {
      said = false;
      context.say("worker.connected");
    }
  }
}
