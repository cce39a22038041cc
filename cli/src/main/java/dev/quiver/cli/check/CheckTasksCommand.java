package dev.quiver.cli.check;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.CommandFailure;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.check.TaskChecker;
import dev.quiver.tasks.check.Verdict;
import dev.quiver.tasks.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver check tasks HISTORY...}: whether every task that was accepted ended once. */
@Command(name = "tasks")
final class CheckTasksCommand implements Callable<Integer> {

  private final CommandContext context;

  @Parameters(index = "0..*", arity = "1..*", paramLabel = "HISTORY")
  private List<Path> histories = new ArrayList<>();

  @Option(names = "--json")
  private boolean json;

  CheckTasksCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    TaskChecker checker = new TaskChecker();
    HistoryReader reader = new HistoryReader(checker::add);
    for (Path each : histories) {
      try {
        reader.read(each);
      } catch (IOException unreadable) {
        // Not 1, which says that a promise was broken.
        throw new CommandFailure(ExitCode.USAGE, context.explain(unreadable), unreadable);
      }
    }
    if (checker.submitted() == 0) {
      throw context.failure(ExitCode.USAGE, "check.nothing", histories.size());
    }
    context.say("check.read", checker.events(), histories.size(), checker.submitted());
    if (reader.torn() > 0) {
      context.say("check.torn", reader.torn());
    }
    List<Verdict> verdicts = checker.verdicts();
    show(verdicts);
    return verdicts.stream().allMatch(Verdict::holds) ? ExitCode.DONE : ExitCode.WORK_FAILED;
  }

  private void show(List<Verdict> verdicts) {
    if (json) {
      verdicts.forEach(each -> context.out().line(line(each)));
      return;
    }
    Messages text = context.text();
    Table table =
        new Table(
            text.format("column.property"),
            text.format("column.verdict"),
            text.format("column.found"),
            text.format("column.checked"),
            text.format("column.first"));
    for (Verdict each : verdicts) {
      String first = each.first();
      table.row(
          each.property().label(),
          text.format(verdictKey(each)),
          Long.toString(each.found()),
          Long.toString(each.checked()),
          first == null ? "" : Printable.harmless(first));
    }
    table.lines().forEach(context.out()::line);
  }

  private static String verdictKey(Verdict verdict) {
    if (!verdict.property().isRule()) {
      return "check.allowed";
    }
    return verdict.holds() ? "check.holds" : "check.violated";
  }

  private static String line(Verdict verdict) {
    return new JsonLine()
        .put("property", verdict.property().label())
        .put("holds", verdict.holds())
        .put("violations", verdict.violations())
        .put("first", verdict.first())
        .put("found", verdict.found())
        .put("checked", verdict.checked())
        .end();
  }
}
