package dev.quiver.cli.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.cli.Cli;
import dev.quiver.cli.output.Output;
import dev.quiver.cli.output.OutputClosedException;
import dev.quiver.messaging.text.Messages;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.client.PayloadTooLargeException;
import dev.quiver.tasks.client.UnknownTypeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The run with a stand-in for the platform. */
@Timeout(60)
class MapRunTest {

  private static final TaskType TYPE = new TaskType("test.size");

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Tally tally = new Tally();
  private final List<String> files = new ArrayList<>();
  private int windowInputs = 1000;
  private OutputStream sink = out;

  @BeforeEach
  void makeFiles() throws IOException {
    for (int i = 0; i < 200; i++) {
      files.add(Files.writeString(folder.resolve("f" + i), "x".repeat(i)).toString());
    }
  }

  @Test
  void eachInputHasItsOneResultInOrder() throws Exception {
    run(task -> CompletableFuture.supplyAsync(() -> succeeded(task), slowly()));
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertThat(lines.get(i)).isEqualTo(files.get(i) + "\t" + i);
    }
    assertThat(tally.succeeded()).isEqualTo(200);
  }

  @Test
  void neverMoreIsInFlightThanTheWindowHolds() throws Exception {
    windowInputs = 7;
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    run(
        task -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          return CompletableFuture.supplyAsync(
              () -> {
                inFlight.decrementAndGet();
                return succeeded(task);
              },
              slowly());
        });
    assertThat(most.get()).isBetween(2, 7);
    assertThat(tally.done()).isEqualTo(200);
  }

  /** Once its input is gone from here its result takes the room, until it is written. */
  @Test
  void resultsThatWaitForOneBeforeThemTakeRoomInTheWindow() throws Exception {
    CompletableFuture<Boolean> first = new CompletableFuture<>();
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger sentTooEarly = new AtomicInteger();
    byte[] large = new byte[600_000];
    Thread release =
        new Thread(
            () -> {
              await().atMost(20, TimeUnit.SECONDS).until(() -> sent.get() >= 3);
              first.complete(true);
            });
    release.start();
    run(
        task -> {
          int number = sent.incrementAndGet();
          if (number == 1) {
            return first.thenApply(unused -> succeeded(task));
          }
          // Two of them are more than the window has for what is streamed.
          if (number > 3 && !first.isDone()) {
            sentTooEarly.incrementAndGet();
          }
          return CompletableFuture.completedFuture(
              succeeded(
                  task, new Payload.Streamed(() -> new ByteArrayInputStream(large), large.length)));
        });
    release.join();
    assertThat(sentTooEarly).hasValue(0);
    assertThat(tally.succeeded()).isEqualTo(200);
  }

  @Test
  void inputThatCannotBeSentFailsAloneAndKeepsItsPlace() throws Exception {
    files.add(1, folder.toString());
    files.add(3, folder.resolve("absent").toString());
    files.add(5, "no\0path");
    run(
        task ->
            task.payload().equals(new Payload.Text("x".repeat(5)))
                ? CompletableFuture.failedFuture(
                    new PayloadTooLargeException(task.id(), 1, "it does not fit", null))
                : CompletableFuture.completedFuture(succeeded(task)));
    assertThat(tally.succeeded()).isEqualTo(199);
    assertThat(tally.failed()).isEqualTo(4);
    assertThat(tally.failures())
        .extracting(Tally.Failure::error)
        .anyMatch(error -> error.contains("folder"))
        .anyMatch(error -> error.contains("no such file"))
        .anyMatch(error -> error.equals("it does not fit"));
  }

  @Test
  void refusalThatConcernsAllEndsTheRun() {
    assertThatThrownBy(
            () -> run(task -> CompletableFuture.failedFuture(new UnknownTypeException(TYPE))))
        .isInstanceOf(UnknownTypeException.class);
  }

  @Test
  void closedOutputEndsTheRun() {
    sink =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    windowInputs = 5;
    assertThatThrownBy(() -> run(task -> CompletableFuture.completedFuture(succeeded(task))))
        .isInstanceOf(OutputClosedException.class);
  }

  @Test
  void stoppedRunWritesWhatIsThere() throws Exception {
    Harness harness = new Harness(task -> answerSomeThenNever(task));
    Thread stopper =
        new Thread(
            () -> {
              await().atMost(20, TimeUnit.SECONDS).until(() -> tally.done() == 10);
              harness.run.stop();
            });
    stopper.start();
    harness.execute();
    stopper.join();
    assertThat(tally.succeeded()).isEqualTo(10);
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(10);
  }

  private final AtomicInteger answered = new AtomicInteger();

  private CompletableFuture<Outcome> answerSomeThenNever(Task task) {
    return answered.getAndIncrement() % 20 == 1
        ? CompletableFuture.completedFuture(succeeded(task))
        : new CompletableFuture<>();
  }

  private void run(TaskPort port) throws Exception {
    new Harness(port).execute();
  }

  private final class Harness {
    private final ResultWriter writer;
    private final MapRun run;

    Harness(TaskPort port) {
      Messages text = Messages.of(Cli.class, Locale.ENGLISH);
      Output output = new Output(sink, false);
      Window window = new Window(windowInputs, 1 << 20, 1 << 20);
      ProgressBar bar =
          new ProgressBar(
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
              false,
              80,
              new ProgressLine(text),
              tally,
              OptionalLong::empty,
              System::nanoTime);
      writer =
          new ResultWriter(
              output, new TextSink(output, false), window, tally, bar, 1 << 20, new Spill(folder));
      run =
          new MapRun(
              new Inputs(files, InputStream.nullInputStream(), '\n'),
              new InputReader(1 << 20, text),
              new MapTasks(TYPE, new MapOptions())::of,
              port,
              window,
              new Semaphore(Integer.MAX_VALUE / 2),
              writer,
              Throwable::getMessage);
    }

    void execute() throws Exception {
      writer.start();
      try {
        run.run();
      } finally {
        writer.finish();
      }
      run.throwFailure();
    }
  }

  private static java.util.concurrent.Executor slowly() {
    Random random = new Random(42);
    return work ->
        CompletableFuture.delayedExecutor(random.nextInt(20), TimeUnit.MILLISECONDS).execute(work);
  }

  private static Outcome succeeded(Task task) {
    long size =
        task.payload() instanceof Payload.Text text
            ? text.text().length()
            : ((Payload.Streamed) task.payload()).bytes();
    return succeeded(task, new Payload.Text(Long.toString(size)));
  }

  private static Outcome succeeded(Task task, Payload result) {
    return new Outcome.Succeeded(
        new Outcome.Facts(
            task.id(),
            task.type(),
            task.batch(),
            new WorkerId("W1"),
            1,
            0,
            Instant.EPOCH,
            Instant.EPOCH),
        result);
  }
}
