package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.MissingCommandException;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.ScheduleView;
import dev.quiver.orchestrator.schedule.CronRule;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quiver task schedule}: tasks that are submitted by the clock. */
@Command(
    name = "schedule",
    subcommands = {
      ScheduleCommand.Add.class,
      ScheduleCommand.Show.class,
      ScheduleCommand.Remove.class
    })
final class ScheduleCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }

  /** Adds one, or replaces the one of that name. */
  @Command(name = "add")
  static final class Add implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private TaskOptions options = new TaskOptions();

    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Parameters(index = "1", paramLabel = "CRON")
    private String cron = "";

    @Parameters(index = "2", paramLabel = "TYPE")
    private String type = "";

    @Parameters(index = "3", arity = "0..1", paramLabel = "TEXT")
    private String payload = "";

    @Option(names = "--arg", paramLabel = "ARG")
    private List<String> args = new ArrayList<>();

    @Option(names = "--zone", paramLabel = "ZONE")
    private @Nullable String zone;

    @Option(names = "--class", paramLabel = "CLASS")
    private TaskClass taskClass = TaskClass.NORMAL;

    @Spec private CommandSpec spec = CommandSpec.create();

    Add(CommandContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws Exception {
      String where = zone == null ? ZoneId.systemDefault().getId() : zone;
      // The leader checks it again; here a mistake is one of usage, and needs no broker.
      CronRule rule = CronRule.parse(cron, where, context.clock().instant());
      Schedule checked =
          new Schedule(name, "me", rule, new TaskType(type), args, payload, taskClass, client());
      ScheduleView wanted =
          new ScheduleView(
              checked.name(),
              cron,
              where,
              type,
              args,
              payload,
              taskClass.label(),
              checked.client(),
              null,
              null);
      try (OrchestratorClient orchestrator = OrchestratorClient.connect(options.asAdmin(context))) {
        orchestrator.schedule(wanted);
      }
      if (options.json) {
        context.out().line(new JsonLine().put("name", name).put("zone", where).end());
      } else {
        context.out().line(context.text().format("schedule.added", name, cron, where));
      }
      return ExitCode.DONE;
    }

    private String client() {
      boolean said = spec.commandLine().getParseResult().hasMatchedOption("--client");
      return said ? options.client : Schedule.USUAL_CLIENT;
    }
  }

  /** Shows them. */
  @Command(name = "list")
  static final class Show implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private TaskOptions options = new TaskOptions();

    Show(CommandContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws Exception {
      List<ScheduleView> found;
      try (OrchestratorClient orchestrator = OrchestratorClient.connect(options.asAdmin(context))) {
        found = orchestrator.schedules();
      }
      if (options.json) {
        found.forEach(each -> context.out().line(line(each)));
        return ExitCode.DONE;
      }
      Messages text = context.text();
      if (found.isEmpty()) {
        context.out().line(text.format("schedule.none"));
        return ExitCode.DONE;
      }
      Table table =
          new Table(
              text.format("column.name"),
              text.format("column.cron"),
              text.format("column.zone"),
              text.format("column.type"),
              text.format("column.next"));
      for (ScheduleView each : found) {
        table.row(
            each.name(),
            Printable.harmless(each.cron()),
            each.zone(),
            each.type(),
            each.next() == null ? "" : String.valueOf(each.next()));
      }
      table.lines().forEach(context.out()::line);
      return ExitCode.DONE;
    }

    private static String line(ScheduleView schedule) {
      return new JsonLine()
          .put("name", schedule.name())
          .put("cron", schedule.cron())
          .put("zone", schedule.zone())
          .put("type", schedule.type())
          .put("args", schedule.args())
          .put("payload", schedule.payload())
          .put("class", schedule.taskClass())
          .put("client", schedule.client())
          .put("owner", schedule.owner())
          .put("next", schedule.next())
          .end();
    }
  }

  /** Removes one. */
  @Command(name = "remove")
  static final class Remove implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private TaskOptions options = new TaskOptions();

    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    Remove(CommandContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws Exception {
      try (OrchestratorClient orchestrator = OrchestratorClient.connect(options.asAdmin(context))) {
        if (orchestrator.schedules().stream().noneMatch(each -> each.name().equals(name))) {
          throw context.failure(ExitCode.WORK_FAILED, "schedule.unknown", Printable.harmless(name));
        }
        orchestrator.unschedule(name);
      }
      if (options.json) {
        context.out().line(new JsonLine().put("name", name).put("removed", true).end());
      } else {
        context.out().line(context.text().format("schedule.removed", name));
      }
      return ExitCode.DONE;
    }
  }
}
