package dev.quiver.cli.dht;

import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.map.ProgressBar;
import dev.quiver.cli.map.ProgressLine;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.jms.DhtClient;
import dev.quiver.dht.jms.LargeValues;
import dev.quiver.dht.jms.RingWays;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.UnusableValueException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver dht load FILE}: puts each line, key, tab, value. */
@Command(name = "load")
final class LoadCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private DhtOptions options = new DhtOptions();

  @Parameters(index = "0", paramLabel = "FILE")
  private Path file = Path.of("");

  @Option(names = "--concurrency", paramLabel = "N")
  private int concurrency = 64;

  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  LoadCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (concurrency < 1) {
      throw context.failure(ExitCode.USAGE, "dht.concurrency", concurrency);
    }
    long began = System.nanoTime();
    try (RingWays ways = options.ways(context);
        DhtClient client = options.client(context, ways);
        BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        ProgressBar bar = progressBar()) {
      bar.start();
      LargeValues values = DhtOptions.values(client);
      Semaphore room = new Semaphore(concurrency);
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        int tab = line.indexOf('\t');
        if (tab <= 0) {
          failed("dht.badLine", number);
        } else {
          put(values, PairLine.of(line, tab), number, room);
        }
      }
      room.acquire(concurrency);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    context
        .out()
        .line(
            options.json
                ? new JsonLine()
                    .put("loaded", done.get())
                    .put("failed", failed.get())
                    .put("tookMs", Math.round(seconds * 1000))
                    .end()
                : context
                    .text()
                    .format(
                        "dht.loaded",
                        done.get(),
                        failed.get(),
                        String.format(java.util.Locale.ROOT, "%.1f", seconds)));
    context.out().flush();
    return failed.get() == 0 ? ExitCode.DONE : ExitCode.WORK_FAILED;
  }

  private ProgressBar progressBar() throws IOException {
    boolean shown = context.terminal().err();
    OptionalLong total = shown ? lineCount() : OptionalLong.empty();
    return new ProgressBar(
        context.err(),
        shown,
        context.terminal().width(),
        new ProgressLine(context.text()),
        () -> done.get() + failed.get(),
        failed::get,
        () -> total,
        System::nanoTime);
  }

  /** Not known of what can be read only once. */
  private OptionalLong lineCount() throws IOException {
    if (!Files.isRegularFile(file)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return OptionalLong.of(lines.count());
    }
  }

  private void put(LargeValues values, PairLine pair, long number, Semaphore room)
      throws InterruptedException {
    try {
      if (pair.value().length() > Operation.MAX_VALUE_CHARS) {
        ended(values.put(pair.key(), pair.value(), null, null), null, number);
      } else {
        room.acquire();
        var unused =
            begun(values, pair, room)
                .whenComplete(
                    (acted, failure) -> {
                      ended(acted, failure, number);
                      room.release();
                    });
      }
    } catch (UnusableValueException e) {
      failed("dht.badPair", number, e.words(context.text().locale()));
    } catch (QuiverMessagingException | RejectedMessageException e) {
      ended(null, e, number);
    }
  }

  private static CompletableFuture<ClientMessage.Acted> begun(
      LargeValues values, PairLine pair, Semaphore room) {
    try {
      return values.putLater(pair.key(), pair.value());
    } catch (UnusableValueException e) {
      room.release();
      throw e;
    }
  }

  private void ended(
      ClientMessage.@Nullable Acted acted, @Nullable Throwable failure, long number) {
    if (failure == null && acted != null && acted.outcome().status() == Outcome.Status.DONE) {
      done.incrementAndGet();
    } else {
      boolean full =
          failure == null && acted != null && acted.outcome().status() == Outcome.Status.FULL;
      failed(full ? "dht.lineFull" : "dht.lineFailed", number);
    }
  }

  private void failed(String why, Object... values) {
    context.say(why, values);
    failed.incrementAndGet();
  }
}
