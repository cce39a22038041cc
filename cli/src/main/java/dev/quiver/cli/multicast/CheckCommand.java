package dev.quiver.cli.multicast;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.CommandFailure;
import dev.quiver.cli.ExitCode;
import dev.quiver.messaging.text.Printable;
import dev.quiver.multicast.log.LogText;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.report.Absent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver multicast check}: judges the logs of a round. */
@Command(name = "check")
public final class CheckCommand implements Callable<Integer> {

  private final CommandContext context;

  @Parameters(paramLabel = "LOG", arity = "1..*")
  private List<Path> files = List.of();

  @Option(names = "--report", paramLabel = "DIR")
  private @Nullable Path report;

  @Option(names = "--json")
  private boolean json;

  CheckCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    ReportFolder.require(report);
    List<PeerLog> logs = new ArrayList<>();
    for (Path file : files) {
      logs.add(read(file));
      requireOneRound(logs, file);
    }
    boolean kept = new Verdict(context, json, report).print(Verdict.Round.of(logs, Absent.NOBODY));
    return kept ? ExitCode.DONE : ExitCode.WORK_FAILED;
  }

  private PeerLog read(Path file) {
    try {
      return LogText.read(file);
    } catch (IOException unreadable) {
      // Not 1, which says that a promise was broken.
      throw new CommandFailure(ExitCode.USAGE, context.explain(unreadable), unreadable);
    }
  }

  /** What was promised is known only of logs of one order. */
  private void requireOneRound(List<PeerLog> logs, Path file) {
    PeerLog first = logs.get(0);
    PeerLog last = logs.get(logs.size() - 1);
    if (!first.order().equals(last.order()) || !first.group().equals(last.group())) {
      throw context.failure(
          ExitCode.USAGE,
          "multicast.mixed",
          Printable.harmless(files.get(0).toString()),
          Printable.harmless(first.group()),
          Printable.harmless(first.order()),
          Printable.harmless(file.toString()),
          Printable.harmless(last.group()),
          Printable.harmless(last.order()));
    }
  }
}
