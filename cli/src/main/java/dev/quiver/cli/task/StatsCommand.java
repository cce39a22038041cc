package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.Statistics;
import dev.quiver.orchestrator.notice.NoticeTexts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiver task stats}: what waits, runs and has ended, how fast, and what is paused. */
@Command(name = "stats")
final class StatsCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private TaskOptions options = new TaskOptions();

  StatsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    try (OrchestratorClient orchestrator = OrchestratorClient.connect(options.asClient(context))) {
      Statistics figures = orchestrator.statistics();
      if (options.json) {
        json(figures);
      } else {
        words(figures);
      }
    }
    return ExitCode.DONE;
  }

  private void json(Statistics figures) {
    JsonLine line =
        new JsonLine()
            .put("leader", figures.leader())
            .put("epoch", figures.epoch())
            .put("submitted", figures.submitted())
            .put("waiting", figures.waiting())
            .put("named", figures.named())
            .put("running", figures.running());
    figures.counts().forEach(line::put);
    context
        .out()
        .line(
            line.put("assignedPerSecond", figures.assignedPerSecond())
                .put("endedPerSecond", figures.endedPerSecond())
                .put("waitedP50Ms", figures.waitedP50Ms())
                .put("waitedP95Ms", figures.waitedP95Ms())
                .put("ranP50Ms", figures.ranP50Ms())
                .put("ranP95Ms", figures.ranP95Ms())
                .put("paused", figures.paused())
                .end());
    for (Statistics.TypeFigures each : figures.types()) {
      context
          .out()
          .line(
              new JsonLine()
                  .put("type", each.type())
                  .put("waiting", each.waiting())
                  .put("withoutWorkerSince", each.withoutWorkerSince())
                  .end());
    }
  }

  private void words(Statistics figures) {
    Messages text = context.text();
    context.out().line(text.format("stats.leader", figures.leader(), figures.epoch()));
    context
        .out()
        .line(
            text.format(
                "stats.counts",
                figures.waiting(),
                count(figures, "assigned") + count(figures, "retrying"),
                count(figures, "succeeded"),
                count(figures, "failed") + count(figures, "dead"),
                count(figures, "cancelled"),
                count(figures, "expired"),
                figures.submitted(),
                figures.running()));
    context
        .out()
        .line(text.format("stats.rates", figures.assignedPerSecond(), figures.endedPerSecond()));
    if (figures.waitedP50Ms() >= 0) {
      context
          .out()
          .line(
              text.format(
                  "stats.times",
                  figures.waitedP50Ms(),
                  figures.waitedP95Ms(),
                  Math.max(0, figures.ranP50Ms()),
                  Math.max(0, figures.ranP95Ms())));
    }
    for (Statistics.TypeFigures each : figures.types()) {
      String type = Printable.harmless(each.type());
      if (each.waiting() > 0 && each.withoutWorkerSince() != null) {
        context
            .out()
            .line(
                text.format(
                    "stats.typeWithout",
                    type,
                    each.waiting(),
                    String.valueOf(each.withoutWorkerSince())));
      } else if (each.waiting() > 0) {
        context.out().line(text.format("stats.type", type, each.waiting()));
      }
    }
    if (figures.named() > 0) {
      context.out().line(text.format("stats.named", figures.named()));
    }
    for (String each : figures.paused()) {
      context.out().line(text.format("stats.paused", Printable.harmless(target(each))));
    }
  }

  /** In people's words, unless a newer leader knows a kind that is not known here. */
  private String target(String key) {
    try {
      return new NoticeTexts(context.locale()).target(Target.of(key));
    } catch (UnusableValueException unknown) {
      return key;
    }
  }

  private static long count(Statistics figures, String state) {
    return figures.counts().getOrDefault(state, 0L);
  }
}
