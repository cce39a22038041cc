package dev.quiver.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quiver.broker.Role;
import dev.quiver.cli.Cli;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Output;
import dev.quiver.cli.platform.TemporaryFolder;
import dev.quiver.cli.role.NoticeJson;
import dev.quiver.cli.up.Fleet;
import dev.quiver.cli.up.FleetKeeper;
import dev.quiver.cli.up.FleetPlan;
import dev.quiver.cli.up.RoleProcess;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.orchestrator.notice.NoticeTexts;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.check.TaskChecker;
import dev.quiver.tasks.check.Verdict;
import dev.quiver.tasks.client.TaskClient;
import dev.quiver.tasks.client.TaskClientConfig;
import dev.quiver.tasks.history.HistoryFile;
import dev.quiver.tasks.history.HistoryReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code quiver demo failover}: kills a worker that has a task, then the orchestrator that leads,
 * each with {@code kill -9}, and shows what becomes of the tasks.
 */
@Command(name = "failover")
final class DemoFailoverCommand implements Callable<Integer> {

  private static final String CLIENT = "demo-failover";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Whom a bystander wants to hear; that tasks are moved about is for the report. */
  private static final Set<String> OF_TASKS = Set.of("TaskReceived", "TaskAssigned", "TaskEnded");

  private final CommandContext context;

  @Option(names = "--report", paramLabel = "DIR")
  private @Nullable Path report;

  @Option(names = "--json")
  private boolean json;

  DemoFailoverCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Thread main = Thread.currentThread();
    try (StopSignals signals = StopSignals.listen();
        TemporaryFolder temporary = TemporaryFolder.make(context.environment())) {
      signals.onFirst(main::interrupt);
      Path folder = report == null ? temporary.path().resolve("report") : report.toAbsolutePath();
      Timeline timeline = new Timeline(context.clock(), context.text(), this::show);
      FleetPlan plan =
          new FleetPlan(
              temporary.path().resolve("broker"),
              folder.resolve("logs"),
              "127.0.0.1",
              0,
              Addresses.DEFAULT_NAMESPACE,
              false,
              false,
              null);
      try (Fleet fleet =
          Fleet.start(plan, new Listener(timeline, new NoticeTexts(context.locale())))) {
        return run(fleet, timeline, folder);
      } catch (InterruptedException stopped) {
        return signals.exitCode();
      } catch (Fleet.NoBrokerException e) {
        throw context.failure(
            ExitCode.WORK_FAILED,
            "up.noBroker",
            Printable.harmlessLines(String.valueOf(e.getMessage())));
      }
    }
  }

  private int run(Fleet fleet, Timeline timeline, Path folder)
      throws IOException, InterruptedException {
    context.say("failover.starting", fleet.url());
    fleet.startOrchestrator("A", "--json");
    requireHeard(timeline, fleet, "StartedAsPrimary", "");
    fleet.startOrchestrator("B", "--json");
    for (int i = 1; i <= 3; i++) {
      fleet.startWorker("w" + i, "--concurrency", "2");
    }
    for (int i = 1; i <= 3; i++) {
      requireHeard(timeline, fleet, "WorkerJoined", "w" + i);
    }
    requireHeard(timeline, fleet, "StartedAsBackup", "");
    Path history = folder.resolve("history.jsonl");
    List<Claim> worker;
    List<Claim> leader;
    try (HistoryFile recorded = HistoryFile.open(history, "client", context.clock());
        TaskClient client =
            TaskClient.connect(
                fleet.as(Role.CLIENT).withClientName("demo failover"),
                TaskClientConfig.of(CLIENT).keeping().withHistory(recorded))) {
      FailoverDemo demo =
          new FailoverDemo(fleet, client, timeline, context, words(), id -> state(fleet, id));
      context.say("failover.scenario", 1);
      worker = demo.killWorker();
      context.say("failover.scenario", 2);
      leader = demo.killLeader();
    }
    List<Claim> all = new ArrayList<>(worker);
    all.addAll(leader);
    all.add(checked(history));
    boolean holds = all.stream().allMatch(Claim::holds);
    FailoverReport written = new FailoverReport(words());
    if (json) {
      all.forEach(each -> context.out().line(line(each)));
    } else {
      written.lines(worker, leader, all.get(all.size() - 1)).forEach(context.out()::line);
    }
    if (report != null) {
      written.write(folder, worker, leader, all.get(all.size() - 1), timeline.entries());
      context.say("failover.report", folder);
    }
    return holds ? ExitCode.DONE : ExitCode.WORK_FAILED;
  }

  /** What is claimed: of the reader's language, or English for programs. */
  private Messages words() {
    return json ? Messages.of(Cli.class, Locale.ENGLISH) : context.text();
  }

  private void requireHeard(Timeline timeline, Fleet fleet, String kind, String word)
      throws InterruptedException {
    boolean heard =
        timeline
            .await(0, each -> each.kind().equals(kind) && each.text().contains(word), PATIENCE)
            .isPresent();
    if (!heard) {
      StringBuilder words = new StringBuilder();
      for (RoleProcess each : fleet.members()) {
        words.append("\n").append(each.id()).append(": ").append(each.lastWords());
      }
      throw context.failure(
          ExitCode.WORK_FAILED, "failover.notReady", kind, Printable.harmlessLines("" + words));
    }
  }

  /** As {@code quiver task status} tells it. */
  private String state(Fleet fleet, TaskId task) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    CommandContext quiet =
        new CommandContext(
            context.in(),
            new Output(said, false),
            context.err(),
            context.environment(),
            context.home(),
            context.terminal(),
            context.locale(),
            context.text(),
            context.clock(),
            context.flags());
    List<String> command =
        List.of("task", "status", task.value(), "--json", "--client", CLIENT + "-asks");
    List<String> all = new ArrayList<>(command);
    try {
      all.addAll(fleet.connectionOf(Role.CLIENT));
      int unused = new Cli(quiet).run(all.toArray(String[]::new));
      JsonNode line = JsonCodec.standard().mapper().readTree(said.toString(StandardCharsets.UTF_8));
      return line.path("state").asText("?");
    } catch (IOException e) {
      return "?";
    }
  }

  private Claim checked(Path history) throws IOException {
    TaskChecker checker = new TaskChecker();
    new HistoryReader(checker::add).read(history);
    List<Verdict> broken = checker.verdicts().stream().filter(each -> !each.holds()).toList();
    String evidence =
        broken.isEmpty()
            ? words().format("failover.checked", checker.submitted(), checker.events())
            : String.join(", ", broken.stream().map(each -> each.property().label()).toList());
    return new Claim(words().format("failover.claim.once"), broken.isEmpty(), evidence);
  }

  private static String line(Claim claim) {
    return new JsonLine()
        .put("claim", claim.text())
        .put("holds", claim.holds())
        .put("evidence", claim.evidence())
        .end();
  }

  private void show(Timeline.Entry entry) {
    boolean worthwhile =
        entry.hasText()
            && (!entry.source().startsWith("orchestrator") || !OF_TASKS.contains(entry.kind()));
    if (worthwhile) {
      context.err().println(new FailoverReport(context.text()).line(entry));
      context.err().flush();
    }
  }

  /** What orchestrators write becomes part of the timeline. */
  private record Listener(Timeline timeline, NoticeTexts words) implements FleetKeeper.Listener {

    @Override
    public void said(RoleProcess process, String line) {
      if (!process.role().equals("orchestrator")) {
        return;
      }
      String source = "orchestrator " + process.id();
      try {
        JsonNode notice = JsonCodec.standard().mapper().readTree(line);
        String english =
            Printable.harmless(notice.has("notice") ? notice.path("text").asText("") : line);
        String told = NoticeJson.read(notice).flatMap(words::line).orElse(english);
        timeline.add(source, notice.path("notice").asText("said"), told, english);
      } catch (IOException notOurs) {
        String said = Printable.harmless(line);
        timeline.add(source, "said", said, said);
      }
    }

    @Override
    public void ended(RoleProcess process, long pid, int code) {
      String source = process.role() + " " + process.id();
      timeline.tell(source, "exited", "failover.exited", pid, code);
    }
  }
}
