package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Shows outcomes, to people or machines. */
final class OutcomePrinter {

  private final CommandContext context;
  private final boolean json;

  OutcomePrinter(CommandContext context, boolean json) {
    this.context = context;
    this.json = json;
  }

  /** One task and how it ended, its result whole. */
  void print(Outcome outcome) throws IOException {
    if (json) {
      context.out().line(line(outcome).end());
    } else if (outcome instanceof Outcome.Succeeded done) {
      String result = text(done.result());
      context.out().line(context.terminal().out() ? Printable.harmlessLines(result) : result);
    } else {
      context.say(
          "task.ended",
          outcome.facts().taskId(),
          context.text().format("outcome." + outcome.label()),
          Printable.harmless(context.told(String.valueOf(outcome.reason()))));
    }
  }

  /** The fields that the state of a task has on machine output. */
  static JsonLine line(Outcome outcome) throws IOException {
    Outcome.Facts facts = outcome.facts();
    return new JsonLine()
        .put("taskId", facts.taskId().value())
        .put("type", facts.type().name())
        .put("state", outcome.label())
        .put("worker", facts.worker() == null ? null : facts.worker().value())
        .put("attempt", facts.attempt())
        .put("startedAt", facts.startedAt())
        .put("finishedAt", facts.finishedAt())
        .put("result", outcome instanceof Outcome.Succeeded done ? text(done.result()) : null)
        .put("reason", outcome.reason());
  }

  static String text(Payload payload) throws IOException {
    if (payload instanceof Payload.Text text) {
      return text.text();
    }
    try (InputStream in = payload.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
