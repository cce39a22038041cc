package dev.quiver.cli.role;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.check.HistoryFlags;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.metrics.MetricsFlags;
import dev.quiver.cli.metrics.OrchestratorMetrics;
import dev.quiver.cli.metrics.RoleMetrics;
import dev.quiver.cli.platform.HealthFile;
import dev.quiver.cli.platform.ParentWatch;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.orchestrator.ledger.LedgerException;
import dev.quiver.orchestrator.notice.NoticeLines;
import dev.quiver.orchestrator.notice.NoticeTexts;
import dev.quiver.orchestrator.shell.OrchestratorRole;
import dev.quiver.orchestrator.shell.RoleConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver orchestrator}: assigns tasks, or stands by, until it is told to stop. */
@Command(name = "orchestrator")
public final class OrchestratorCommand implements Callable<Integer> {

  private static final long TURN_MS = 1000;

  /** Workers beat once a second: with less, one beat that comes late would be a death. */
  private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(2);

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();

  @Option(names = "--id", paramLabel = "ID", required = true)
  private String id = "";

  @Option(names = "--ledger", paramLabel = "DIR")
  private @Nullable Path ledger;

  @Option(names = "--rebuild")
  private boolean rebuild;

  @Option(names = "--policy", paramLabel = "POLICY", defaultValue = "round-robin")
  private String policy = "";

  @Option(names = "--detect", paramLabel = "TIME")
  private Duration detect = Duration.ofSeconds(3);

  @Mixin private HistoryFlags history = new HistoryFlags();
  @Mixin private MetricsFlags metricsFlags = new MetricsFlags();

  @Option(names = "--json")
  private boolean json;

  @Option(names = "--child", hidden = true)
  private boolean child;

  OrchestratorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    OrchestratorConfig core =
        OrchestratorConfig.defaults().withDetectionLimit(limit()).withPolicy(policy());
    Thread main = Thread.currentThread();
    try (HistoryFlags.Recording recording = history.open(context, "orchestrator-" + id);
        RoleMetrics metrics = metricsFlags.open(context, "orchestrator");
        StopSignals signals = child ? StopSignals.listenAsChild() : StopSignals.listen()) {
      RoleConfig config =
          RoleConfig.of(id, LedgerConfig.in(ledgerFile()))
              .withCore(core)
              .withHistory(recording.history());
      signals.onFirst(main::interrupt);
      if (child) {
        ParentWatch.start(context.in(), main::interrupt);
      }
      // Before it competes for the token: opening a large ledger takes a while.
      Ledger opened = open(config.ledger());
      ConnectionChoice choice;
      try {
        choice = LocalBroker.await(context, connection, Role.ORCHESTRATOR);
      } catch (InterruptedException stopped) {
        opened.close();
        return exitCode(signals);
      }
      NoticeLines lines =
          new NoticeLines(new NoticeTexts(context.locale()), context.clock(), this::print);
      OrchestratorMetrics counted = new OrchestratorMetrics(json ? this::printJson : lines);
      try (OrchestratorRole role =
          OrchestratorRole.start(
              config,
              choice.settings("orchestrator " + id),
              opened,
              counted,
              new SayWaiting(context))) {
        HealthFile.report(context.environment(), context.clock(), role::isServing);
        metrics.begin(
            to ->
                counted.addTo(
                    to,
                    () -> opened.statistics(context.clock().instant()),
                    role.rejections()::total,
                    role::isServing));
        context.say("orchestrator.started", id, ProcessHandle.current().pid(), choice.url());
        while (role.isRunning()) {
          TimeUnit.MILLISECONDS.sleep(TURN_MS);
          lines.turn();
        }
        if (role.failure().isPresent()) {
          throw role.failure().get();
        }
      } catch (InterruptedException stopped) {
        // Which is what was waited for; the role is closed by now.
      }
      context.say("orchestrator.stopped", id);
      return exitCode(signals);
    }
  }

  private Ledger open(LedgerConfig config) {
    try {
      return rebuild ? Ledger.rebuild(config) : Ledger.open(config);
    } catch (LedgerException.Corrupt e) {
      throw context.failure(ExitCode.WORK_FAILED, "orchestrator.corrupt", config.file());
    } catch (LedgerException.InUse e) {
      throw context.failure(ExitCode.WORK_FAILED, "orchestrator.inUse", id, config.file());
    } catch (LedgerException.Unusable e) {
      throw context.failure(ExitCode.WORK_FAILED, "orchestrator.unusable", config.file());
    }
  }

  private Path ledgerFile() throws IOException {
    Path folder = ledger == null ? context.home().resolve("ledgers").resolve(id) : ledger;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw context.failure(ExitCode.WORK_FAILED, "orchestrator.unusable", folder);
    }
    return folder.resolve("ledger.mv");
  }

  private Duration limit() {
    if (detect.compareTo(SHORTEST_LIMIT) < 0) {
      throw context.failure(ExitCode.USAGE, "orchestrator.detectShort", SHORTEST_LIMIT.toSeconds());
    }
    return detect;
  }

  private OrchestratorConfig.Policy policy() {
    return switch (policy.toLowerCase(Locale.ROOT)) {
      case "round-robin" -> OrchestratorConfig.Policy.ROUND_ROBIN;
      case "least-loaded" -> OrchestratorConfig.Policy.LEAST_LOADED;
      default -> throw context.failure(ExitCode.USAGE, "orchestrator.policy", policy);
    };
  }

  private synchronized void print(String line) {
    context.out().line(line);
    context.out().flush();
  }

  private void printJson(Notice notice) {
    print(NoticeJson.line(context.clock().instant(), id, notice));
  }

  private static int exitCode(StopSignals signals) {
    return signals.byHand() ? ExitCode.INTERRUPTED : ExitCode.DONE;
  }
}
