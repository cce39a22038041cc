package dev.quiver.cli.supervise;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.metrics.MetricsFlags;
import dev.quiver.cli.platform.Backoff;
import dev.quiver.cli.platform.ChildProcess;
import dev.quiver.cli.platform.HealthFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a broker as a child, asks it again and again, kills it when it has not answered for too
 * long, and starts it again when it has ended, the more patiently the sooner it ends.
 *
 * <p>A broker that waits for the other one of its pair takes no connections; of that one it is
 * enough that it goes on writing its health file.
 */
public final class Supervisor {

  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** A journal may be long, and it is read before anybody is answered. */
  private static final Duration BEGIN = Duration.ofMinutes(15);

  /** It syncs and closes its journal. */
  private static final Duration STOP = Duration.ofSeconds(30);

  /** Exit codes from here on are of a process that was killed and could not say anything. */
  private static final int BY_SIGNAL = 128;

  private enum Turn {
    STOPPED,
    ENDED,
    HUNG
  }

  private final CommandContext context;
  private final List<String> command;
  private final Duration limit;
  private final Supplier<@Nullable BrokerProbe> probes;
  private final Path health;
  private final ExecutorService asking =
      Executors.newCachedThreadPool(
          work -> {
            Thread made = new Thread(work, "quiver-watchdog");
            made.setDaemon(true);
            return made;
          });

  private Supervisor(
      CommandContext context,
      List<String> command,
      Duration limit,
      Supplier<@Nullable BrokerProbe> probes,
      Path health) {
    this.context = context;
    this.command = command;
    this.limit = limit;
    this.probes = probes;
    this.health = health;
  }

  /**
   * Runs it until it is asked to stop.
   *
   * @param command what follows {@code quiver}
   * @param limit how long it may go without an answer
   * @param probes how to ask it, once it runs; null if that is not known yet
   * @return what to exit with
   */
  public static int run(
      CommandContext context,
      List<String> command,
      Duration limit,
      Supplier<@Nullable BrokerProbe> probes)
      throws IOException, InterruptedException {
    String given = context.environment().get(HealthFile.VARIABLE);
    boolean ours = given == null || given.isBlank();
    Path health =
        ours ? Files.createTempFile("quiver-broker", ".health") : Path.of(String.valueOf(given));
    Supervisor supervisor = new Supervisor(context, command, limit, probes, health);
    try (StopSignals signals = StopSignals.listen()) {
      return supervisor.run(signals);
    } finally {
      supervisor.asking.shutdownNow();
      if (ours) {
        Files.deleteIfExists(health);
      }
    }
  }

  private int run(StopSignals signals) throws IOException, InterruptedException {
    Backoff backoff = new Backoff();
    boolean wasWell = false;
    while (true) {
      Files.deleteIfExists(health);
      try (ChildProcess child = start()) {
        Turn turn = watch(child, signals);
        if (turn == Turn.STOPPED) {
          return stop(child, signals);
        }
        wasWell |= Files.exists(health);
        if (turn == Turn.HUNG) {
          context.say("supervise.hung", child.pid(), limit.toSeconds());
          child.kill();
          child.awaitExit();
        } else {
          int code = child.awaitExit();
          if (!wasWell && code < BY_SIGNAL) {
            // What was in the way at the first start stays there; it has said what it is.
            return code;
          }
          context.say("supervise.ended", child.pid(), code);
        }
      }
      long pause = backoff.pauseAfterEnd(System.nanoTime());
      if (pauses(signals, pause)) {
        context.say("supervise.stopped");
        return exitCode(signals);
      }
      context.say("supervise.again");
    }
  }

  private ChildProcess start() throws IOException {
    ChildProcess.Plan plan = ChildProcess.of(command);
    String metricsPort = context.environment().get(MetricsFlags.PORT_VARIABLE);
    if (metricsPort != null) {
      // Nobody else listens there: the watchdog has no metrics of its own.
      plan.environment(MetricsFlags.PORT_VARIABLE, metricsPort);
    }
    return plan.environment(HealthFile.VARIABLE, health.toString())
        .output(
            line -> {
              context.out().line(line);
              context.out().flush();
            })
        .errors(
            line -> {
              context.err().println(line);
              context.err().flush();
            })
        .start();
  }

  private Turn watch(ChildProcess child, StopSignals signals) throws InterruptedException {
    CompletableFuture<?> change = CompletableFuture.anyOf(signals.request(), child.ended());
    long sign = System.nanoTime();
    boolean begun = false;
    while (true) {
      if (await(change, PERIOD.toMillis())) {
        return signals.stopped() ? Turn.STOPPED : Turn.ENDED;
      }
      boolean beats = beats();
      if (!begun && !beats) {
        if (System.nanoTime() - sign > BEGIN.toNanos()) {
          return Turn.HUNG;
        }
        continue;
      }
      if (!begun || isWell(beats, change)) {
        begun = true;
        sign = System.nanoTime();
      } else if (System.nanoTime() - sign > limit.toNanos()) {
        return change.isDone() ? Turn.ENDED : Turn.HUNG;
      }
    }
  }

  private boolean isWell(boolean beats, CompletableFuture<?> change) throws InterruptedException {
    BrokerProbe probe = probes.get();
    if (probe == null) {
      return beats;
    }
    Future<BrokerProbe.Answer> asked = asking.submit(probe::ask);
    try {
      BrokerProbe.Answer answer =
          asked.get(limit.toMillis() + PERIOD.toMillis(), TimeUnit.MILLISECONDS);
      return switch (answer) {
        case ANSWERED -> true;
        case CLOSED -> beats && !change.isDone();
        case SILENT -> false;
      };
    } catch (TimeoutException | ExecutionException silent) {
      asked.cancel(true);
      return false;
    }
  }

  /** Whether the child has written its health file lately. */
  private boolean beats() {
    try {
      long age =
          context.clock().millis() - Files.getLastModifiedTime(health).toInstant().toEpochMilli();
      return age < limit.toMillis();
    } catch (IOException none) {
      return false;
    }
  }

  private int stop(ChildProcess child, StopSignals signals) throws InterruptedException {
    child.terminate();
    try {
      child.ended().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
      child.awaitExit();
    } catch (TimeoutException | ExecutionException hangs) {
      context.say("supervise.forced", child.pid(), STOP.toSeconds());
      child.kill();
      child.awaitExit();
    }
    return exitCode(signals);
  }

  private static int exitCode(StopSignals signals) {
    return signals.byHand() ? ExitCode.INTERRUPTED : ExitCode.DONE;
  }

  /** True if it is to stop meanwhile. */
  private static boolean pauses(StopSignals signals, long millis) throws InterruptedException {
    return await(signals.request(), millis);
  }

  private static boolean await(CompletableFuture<?> change, long millis)
      throws InterruptedException {
    try {
      change.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException cannotBe) {
      throw new IllegalStateException(cannotBe);
    } catch (TimeoutException over) {
      return false;
    }
  }
}
