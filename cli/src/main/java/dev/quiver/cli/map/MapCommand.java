package dev.quiver.cli.map;

import dev.quiver.cli.Cli;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.CommandFailure;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.StopSignals;
import dev.quiver.cli.check.HistoryFlags;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.output.Output;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code quiver map TYPE FILE...}: one task for each input, results in the order of the inputs. */
@Command(name = "map")
public final class MapCommand implements Callable<Integer> {

  private static final int WINDOW_INPUTS = 8192;
  private static final long WINDOW_INLINE_BYTES = 32L << 20;
  private static final long WINDOW_STREAMED_BYTES = 256L << 20;
  private static final long HELD_BYTES = 32L << 20;

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();
  @Mixin private MapOptions options = new MapOptions();

  @Parameters(index = "0", paramLabel = "TYPE")
  private String type = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE")
  private List<String> files = new ArrayList<>();

  MapCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    TaskType taskType = new TaskType(type);
    requireSense();
    Inputs inputs = inputs();
    try (HistoryFlags.Recording recording = options.history.open(context, "map");
        StopSignals signals = StopSignals.listen()) {
      if (isEmpty(inputs, signals)) {
        context.say("map.nothing");
        return ExitCode.DONE;
      }
      // Nobody interrupts this thread: a broker that is being started takes that for a broken disk.
      MapPlatforms platforms =
          new MapPlatforms(
              context, connection, options, taskType, recording.history(), signals.request());
      try (MapPlatform platform = platforms.open()) {
        return map(platform, inputs, taskType, signals, start);
      } catch (InterruptedException stopped) {
        context.say("map.stoppedEarly");
        return signals.exitCode();
      }
    }
  }

  private Inputs inputs() {
    char separator = options.zeroSeparated ? '\0' : '\n';
    return new Inputs(
        files, files.contains("-") ? context.in() : InputStream.nullInputStream(), separator);
  }

  /**
   * Whether there is nothing to do, which is worth knowing before a platform is made for it. A list
   * that has not begun is waited for, until the run is to end.
   */
  private boolean isEmpty(Inputs inputs, StopSignals signals) {
    CompletableFuture<Boolean> any = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                any.complete(inputs.hasNext());
              } catch (IOException e) {
                any.completeExceptionally(new ListUnreadableException(e));
              }
            },
            "quiver-first-input");
    reader.setDaemon(true);
    reader.start();
    try {
      CompletableFuture.anyOf(any, signals.request()).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ListUnreadableException list) {
        throw unreadable(list);
      }
      throw e;
    }
    return any.isDone() && !any.join();
  }

  private CommandFailure unreadable(ListUnreadableException why) {
    return context.failure(
        ExitCode.WORK_FAILED, "map.list", Printable.harmless(String.valueOf(why.getMessage())));
  }

  private int map(
      MapPlatform platform, Inputs inputs, TaskType taskType, StopSignals signals, long start)
      throws Exception {
    Output out = context.out();
    boolean watched = context.terminal().out();
    Tally tally = new Tally();
    Window window = new Window(WINDOW_INPUTS, WINDOW_INLINE_BYTES, WINDOW_STREAMED_BYTES);
    ProgressBar bar =
        new ProgressBar(
            context.err(),
            context.terminal().err() && !context.flags().verbose(),
            context.terminal().width(),
            new ProgressLine(context.text()),
            tally,
            inputs::total,
            System::nanoTime);
    ResultSink sink = options.json ? new JsonSink(out) : new TextSink(out, watched);
    ResultWriter writer =
        new ResultWriter(
            out,
            sink,
            window,
            tally,
            bar,
            HELD_BYTES,
            options.asTheyCome ? null : new Spill(platform.scratch()));
    MapTasks tasks = new MapTasks(taskType, options);
    MapRun run =
        new MapRun(
            inputs,
            new InputReader(options.maxInput.bytes(), words()),
            tasks::of,
            platform.port(),
            window,
            new Semaphore(platform.atATime(options.concurrency)),
            writer,
            options.json ? why -> String.valueOf(why.getMessage()) : context::explain);
    platform.onBroken(
        why -> run.fail(context.failure(ExitCode.WORK_FAILED, "map.workersDie", why)));
    platform.onBrokerStopped(
        stopped ->
            run.fail(context.failure(ExitCode.WORK_FAILED, "map.brokerStopped", stopped.folder())));
    platform.onReplaced(
        pid -> {
          // Ctrl-C reaches a worker as well, perhaps before it has learnt to leave that to us.
          if (!signals.stopped()) {
            say(bar, "map.replaced", pid);
          }
        });
    platform.onShutOut(run::fail);
    platform.onOutage(away -> say(bar, away ? "map.brokerAway" : "map.brokerBack"));
    signals.onFirst(run::stop);
    writer.start();
    bar.start();
    boolean whole = false;
    try {
      run.run();
      whole = !run.ended();
    } finally {
      // Workers that others use as well must not go on with what nobody will read.
      if (!whole) {
        cancel(platform, tasks.batch(), bar);
      }
      writer.finish();
      bar.close();
    }
    try {
      run.throwFailure();
    } catch (ListUnreadableException e) {
      throw unreadable(e);
    }
    return report(tally, inputs.total(), signals, System.nanoTime() - start);
  }

  private void cancel(MapPlatform platform, BatchId batch, ProgressBar bar) {
    try {
      platform.cancel(batch);
    } catch (QuiverMessagingException e) {
      say(bar, "map.notCancelled", batch.value(), context.explain(e));
    }
  }

  /** What is wrong with an input is told by its result; JSON is always English. */
  private Messages words() {
    return options.json ? Messages.of(Cli.class, Locale.ENGLISH) : context.text();
  }

  private void say(ProgressBar bar, String key, Object... values) {
    bar.hide();
    context.say(key, values);
  }

  private int report(Tally tally, OptionalLong total, StopSignals signals, long nanos) {
    for (Tally.Failure failure : tally.failures()) {
      context.say(
          "map.failure",
          Printable.harmless(failure.input()),
          Printable.harmless(context.told(failure.error())));
    }
    long hidden = tally.failed() - tally.failures().size();
    if (hidden > 0) {
      context.say("map.moreFailures", hidden);
    }
    String seconds = "%.1f".formatted(nanos / 1e9);
    if (signals.stopped()) {
      String left =
          total.isPresent()
              ? Long.toString(total.getAsLong() - tally.succeeded() - tally.failed())
              : "?";
      context.say("map.stopped", tally.succeeded(), tally.failed(), left, seconds);
      return signals.exitCode();
    }
    String rate = ProgressLine.shown(tally.done() * 1e9 / Math.max(1, nanos));
    context.say(
        "map.summary", tally.succeeded(), tally.failed() + tally.cancelled(), seconds, rate);
    return tally.failed() + tally.cancelled() == 0 ? ExitCode.DONE : ExitCode.WORK_FAILED;
  }

  private void requireSense() {
    boolean exec = type.equals("exec");
    if (exec && options.command == null) {
      throw context.failure(ExitCode.USAGE, "map.needsCommand");
    }
    if (!exec && options.command != null) {
      throw context.failure(ExitCode.USAGE, "map.commandWithoutExec", type);
    }
    Integer concurrency = options.concurrency;
    if (concurrency != null && (concurrency < 1 || concurrency > 256)) {
      throw context.failure(ExitCode.USAGE, "map.concurrency", concurrency);
    }
    if (options.retries < 0 || options.retries > 999) {
      throw context.failure(ExitCode.USAGE, "map.retries", options.retries);
    }
    if (!options.workerHeap.matches("[1-9][0-9]*[mMgG]")) {
      throw context.failure(ExitCode.USAGE, "map.heap", options.workerHeap);
    }
  }
}
