package dev.quiver.cli.map;

import dev.quiver.broker.BrokerLimits;
import dev.quiver.cli.ByteSize;
import dev.quiver.cli.check.HistoryFlags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How {@code quiver map} works. */
final class MapOptions {

  @Option(names = "--concurrency", paramLabel = "N")
  @Nullable Integer concurrency;

  @Option(names = "--retries", paramLabel = "N")
  int retries = 2;

  @Option(names = "--timeout", paramLabel = "TIME")
  Duration timeout = Duration.ofMinutes(10);

  @Option(names = "--command", paramLabel = "COMMAND")
  @Nullable String command;

  @Option(names = "--arg", paramLabel = "ARG")
  List<String> args = new ArrayList<>();

  @Option(names = "--as-they-come")
  boolean asTheyCome;

  @Option(names = {"-0", "--null"})
  boolean zeroSeparated;

  @Option(names = "--plugins", paramLabel = "DIR")
  @Nullable Path plugins;

  @Option(names = "--worker-heap", paramLabel = "SIZE")
  String workerHeap = "128m";

  @Option(names = "--max-input", paramLabel = "SIZE")
  ByteSize maxInput = new ByteSize(BrokerLimits.defaults().streamedBytes());

  @Option(names = "--embedded")
  boolean embedded;

  @Mixin HistoryFlags history = new HistoryFlags();

  @Option(names = "--json")
  boolean json;

  /** The argument vector of {@code exec}, else what {@code --arg} says. */
  List<String> taskArgs() {
    List<String> all = new ArrayList<>();
    if (command != null) {
      all.add(command);
    }
    all.addAll(args);
    return all;
  }
}
