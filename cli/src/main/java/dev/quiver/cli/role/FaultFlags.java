package dev.quiver.cli.role;

import dev.quiver.cli.CommandContext;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.tasks.faults.FaultyHandler;
import dev.quiver.tasks.faults.SimulatedFaults;
import dev.quiver.tasks.handler.TaskHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a worker that is to fail on purpose, for demonstrations. */
final class FaultFlags {

  /** As a shell reports a process that was killed. */
  private static final int KILLED = 137;

  @Option(names = "--crash-after", paramLabel = "TASKS")
  private @Nullable Integer crashAfter;

  @Option(names = "--fail-rate", paramLabel = "RATE")
  private double failRate;

  @Option(names = "--hang-rate", paramLabel = "RATE")
  private double hangRate;

  @Option(names = "--slow", paramLabel = "TIME")
  private Duration slow = Duration.ZERO;

  /**
   * What was asked for.
   *
   * @throws IllegalArgumentException if that makes no sense
   */
  SimulatedFaults faults() {
    Integer task = crashAfter;
    if (task != null && task < 1) {
      throw UnusableValueException.of("value.faults.crash", task);
    }
    return new SimulatedFaults(task == null ? 0 : task, failRate, hangRate, slow);
  }

  /** Says loudly what will go wrong, and wraps the handlers that do it. */
  UnaryOperator<TaskHandler> warnAndWrap(CommandContext context) {
    SimulatedFaults faults = faults();
    if (!faults.any()) {
      return handler -> handler;
    }
    context.say("worker.faults", String.join(", ", words(context, faults)));
    FaultyHandler.Culprit culprit =
        new FaultyHandler.Culprit(
            faults,
            new SplittableRandom(),
            time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()),
            () -> Runtime.getRuntime().halt(KILLED));
    return handler -> new FaultyHandler(handler, culprit);
  }

  private static List<String> words(CommandContext context, SimulatedFaults faults) {
    List<String> words = new ArrayList<>();
    if (faults.crashAfter() > 0) {
      words.add(context.text().format("worker.faults.crash", faults.crashAfter()));
    }
    if (faults.failRate() > 0) {
      words.add(context.text().format("worker.faults.fail", faults.failRate()));
    }
    if (faults.hangRate() > 0) {
      words.add(context.text().format("worker.faults.hang", faults.hangRate()));
    }
    if (!faults.slow().isZero()) {
      words.add(context.text().format("worker.faults.slow", faults.slow().toMillis()));
    }
    return words;
  }
}
