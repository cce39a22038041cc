package dev.quiver.cli.numbers;

import dev.quiver.cli.CommandContext;
import dev.quiver.numbers.link.Queues;
import dev.quiver.numbers.log.LogFolder;
import dev.quiver.numbers.log.LogLanguage;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all commands of producer-consumer have. */
final class NumbersFlags {

  @Option(names = "--queue", paramLabel = "NAME")
  private @Nullable String queue;

  @Option(names = "--log-dir", paramLabel = "DIR")
  @Nullable Path logs;

  @Option(names = "--json")
  boolean json;

  /** The queue that was asked for, else that one. */
  String queueOr(String other) {
    return queue == null ? other : queue;
  }

  /** The queue that was asked for, else the usual one. */
  String queue() {
    return queueOr(Queues.DEFAULT_NAME);
  }

  /** The folder of the logs, which is made if it is not there. */
  LogFolder folder(CommandContext context) {
    return LogFolder.open(logs == null ? context.home().resolve("numbers") : logs);
  }

  /** The language of the logs: that of the command line. */
  static LogLanguage language(CommandContext context) {
    return LogLanguage.of(context.locale());
  }
}
