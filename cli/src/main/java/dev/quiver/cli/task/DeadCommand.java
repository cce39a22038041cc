package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.client.DeadSelection;
import dev.quiver.tasks.client.DeadTasks;
import dev.quiver.tasks.wire.DeadLetter;
import dev.quiver.tasks.wire.DeadTask;
import dev.quiver.tasks.wire.RejectedLetter;
import dev.quiver.tasks.wire.Spool;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver task dead list|requeue|discard}: tasks whose attempts have all failed. */
@Command(name = "dead")
final class DeadCommand {

  private final CommandContext context;

  DeadCommand(CommandContext context) {
    this.context = context;
  }

  /** Which of them. */
  static final class Selection {
    @Parameters(index = "0", arity = "0..1", paramLabel = "TASK")
    @Nullable String id;

    @Option(names = "--type", paramLabel = "TYPE")
    @Nullable String type;

    @Option(names = "--batch", paramLabel = "ID")
    @Nullable String batch;

    @Option(names = "--rejected")
    boolean rejected;

    @Option(names = "--all")
    boolean all;

    @Nullable DeadSelection chosen() {
      if (id != null) {
        return DeadSelection.of(new TaskId(id));
      }
      if (type != null) {
        return DeadSelection.of(new TaskType(type));
      }
      if (batch != null) {
        return DeadSelection.of(new BatchId(batch));
      }
      if (rejected) {
        return DeadSelection.rejected();
      }
      return all ? DeadSelection.all() : null;
    }
  }

  @Command(name = "list")
  int list(
      @Mixin TaskOptions options,
      @Mixin Selection selection,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "1000") int limit) {
    DeadSelection chosen = selection.chosen();
    try (DeadTasks dead = DeadTasks.connect(options.asAdmin(context), Spool.defaults())) {
      List<DeadLetter> found = dead.list(chosen == null ? DeadSelection.all() : chosen, limit);
      if (options.json) {
        found.forEach(each -> context.out().line(line(each)));
      } else {
        show(found);
      }
    }
    return ExitCode.DONE;
  }

  @Command(name = "requeue")
  int requeue(@Mixin TaskOptions options, @Mixin Selection selection) {
    DeadSelection chosen = required(selection);
    try (DeadTasks dead = DeadTasks.connect(options.asAdmin(context), Spool.defaults())) {
      return report(options, dead.requeue(chosen), "requeued");
    }
  }

  @Command(name = "discard")
  int discard(@Mixin TaskOptions options, @Mixin Selection selection) {
    DeadSelection chosen = required(selection);
    try (DeadTasks dead = DeadTasks.connect(options.asAdmin(context), Spool.defaults())) {
      return report(options, dead.discard(chosen), "discarded");
    }
  }

  private DeadSelection required(Selection selection) {
    DeadSelection chosen = selection.chosen();
    if (chosen == null) {
      throw context.failure(ExitCode.USAGE, "dead.which");
    }
    return chosen;
  }

  private int report(TaskOptions options, DeadTasks.Report report, String state) {
    if (options.json) {
      report
          .done()
          .forEach(
              id ->
                  context
                      .out()
                      .line(new JsonLine().put("taskId", id.value()).put("state", state).end()));
    } else {
      context.say("dead." + state, report.done().size());
    }
    if (report.rejected() > 0) {
      context.say("dead.rejected", report.rejected());
    }
    if (report.left() > 0) {
      context.say("dead.left", report.left());
    }
    return report.isEmpty() ? ExitCode.WORK_FAILED : ExitCode.DONE;
  }

  private static String line(DeadLetter letter) {
    if (letter instanceof RejectedLetter rejected) {
      TaskId id = rejected.id();
      return new JsonLine()
          .put("taskId", id == null ? null : id.value())
          .put("state", "rejected")
          .put("reason", rejected.reason())
          .put("finishedAt", rejected.buriedAt())
          .put("message", rejected.description())
          .end();
    }
    DeadTask dead = (DeadTask) letter;
    return new JsonLine()
        .put("taskId", dead.task().id().value())
        .put("type", dead.task().type().name())
        .put("state", "dead")
        .put("attempt", dead.envelope().attempt())
        .put("reason", dead.reason())
        .put("submittedAt", dead.task().submittedAt())
        .put("finishedAt", dead.buriedAt())
        .end();
  }

  private void show(List<DeadLetter> found) {
    Messages text = context.text();
    if (found.isEmpty()) {
      context.out().line(text.format("dead.none"));
      return;
    }
    Table table =
        new Table(
            text.format("column.task"),
            text.format("column.type"),
            text.format("column.since"),
            text.format("column.reason"));
    for (DeadLetter each : found) {
      String since = each.buriedAt().toString();
      String reason = Printable.harmless(context.told(each.reason()));
      if (each instanceof DeadTask dead) {
        table.row(dead.task().id().value(), dead.task().type().name(), since, reason);
      } else {
        TaskId id = ((RejectedLetter) each).id();
        table.row(id == null ? "-" : id.value(), text.format("dead.noTask"), since, reason);
      }
    }
    table.lines().forEach(context.out()::line);
  }
}
