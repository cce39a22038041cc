package dev.quiver.cli.task;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiver task workers}: who is here to execute tasks, by what each says of itself. */
@Command(name = "workers")
final class WorkersCommand implements Callable<Integer> {

  private record Facts(List<String> types, long concurrency, long running) {}

  private final CommandContext context;

  @Mixin private TaskOptions options = new TaskOptions();

  WorkersCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connections connections = Connections.to(options.asClient(context))) {
      List<PresenceEntry<Facts>> workers =
          new PresenceBrowser(connections.connect(Use.CONSUME))
              .browse(PresenceKind.WORKER, WorkersCommand::facts).stream()
                  .sorted(Comparator.comparing(PresenceEntry::id))
                  .toList();
      if (options.json) {
        workers.forEach(each -> context.out().line(line(each)));
      } else {
        show(workers);
      }
    }
    return ExitCode.DONE;
  }

  private static Facts facts(JsonReader in) throws IOException {
    List<String> types = List.of();
    long concurrency = 0;
    long running = 0;
    while (in.next()) {
      switch (in.name()) {
        case "types" -> types = in.strings();
        case "concurrency" -> concurrency = in.longInteger();
        case "running" -> running = in.longInteger();
        default -> in.skip();
      }
    }
    return new Facts(types, concurrency, running);
  }

  private static String line(PresenceEntry<Facts> worker) {
    return new JsonLine()
        .put("worker", worker.id())
        .put("types", worker.facts().types())
        .put("concurrency", worker.facts().concurrency())
        .put("running", worker.facts().running())
        .put("since", worker.since())
        .end();
  }

  private void show(List<PresenceEntry<Facts>> workers) {
    Messages text = context.text();
    if (workers.isEmpty()) {
      context.out().line(text.format("workers.none"));
      return;
    }
    Table table =
        new Table(
            text.format("column.worker"),
            text.format("column.running"),
            text.format("column.slots"),
            text.format("column.types"));
    for (PresenceEntry<Facts> worker : workers) {
      table.row(
          Printable.harmless(worker.id()),
          Long.toString(worker.facts().running()),
          Long.toString(worker.facts().concurrency()),
          worker.facts().types().stream()
              .map(Printable::harmless)
              .collect(Collectors.joining(" ")));
    }
    table.lines().forEach(context.out()::line);
  }
}
