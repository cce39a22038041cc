package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.config.ClusterFlags;
import dev.quiver.cli.output.Table;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.client.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver task results}: the outcomes that wait for this client; they stay there. */
@Command(name = "results")
final class ResultsCommand implements Callable<Integer> {

  private static final int SHOWN_CHARS = 60;

  private final CommandContext context;

  @Mixin private TaskOptions options = new TaskOptions();

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Option(names = "--limit", paramLabel = "N")
  private int limit = 1000;

  ResultsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (ConnectionSettings each : options.whereResultsAre(options.router(context, cluster))) {
      try (Connections connections = Connections.to(each)) {
        Results results = options.results(connections.connect(Use.CONSUME));
        outcomes.addAll(results.list(limit - outcomes.size()));
      }
      if (outcomes.size() >= limit) {
        break;
      }
    }
    if (options.json) {
      for (Outcome outcome : outcomes) {
        context.out().line(peeked(outcome));
      }
    } else {
      show(outcomes);
    }
    return ExitCode.DONE;
  }

  private static String peeked(Outcome outcome) throws java.io.IOException {
    if (outcome instanceof Outcome.Succeeded done && done.result() instanceof Payload.Streamed) {
      // Not fetched: "task status" shows it whole.
      return OutcomePrinter.line(new Outcome.Succeeded(done.facts(), new Payload.Text("")))
          .put("resultBytes", ((Payload.Streamed) done.result()).bytes())
          .end();
    }
    return OutcomePrinter.line(outcome).end();
  }

  private void show(List<Outcome> outcomes) {
    Messages text = context.text();
    if (outcomes.isEmpty()) {
      context.out().line(text.format("task.noResults"));
      return;
    }
    Table table =
        new Table(
            text.format("column.task"),
            text.format("column.type"),
            text.format("column.state"),
            text.format("column.worker"),
            text.format("column.result"));
    for (Outcome outcome : outcomes) {
      Outcome.Facts facts = outcome.facts();
      table.row(
          facts.taskId().value(),
          facts.type().name(),
          text.format("outcome." + outcome.label()),
          facts.worker() == null ? "-" : facts.worker().value(),
          brief(outcome));
    }
    table.lines().forEach(context.out()::line);
  }

  private String brief(Outcome outcome) {
    if (outcome instanceof Outcome.Succeeded done) {
      return done.result() instanceof Payload.Text text
          ? cut(text.text())
          : context.text().format("task.longResult", ((Payload.Streamed) done.result()).bytes());
    }
    return cut(context.told(String.valueOf(outcome.reason())));
  }

  private static String cut(String text) {
    String line = Printable.harmless(text.strip());
    return line.length() > SHOWN_CHARS ? line.substring(0, SHOWN_CHARS - 3) + "..." : line;
  }
}
