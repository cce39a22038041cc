package dev.quiver.cli.numbers;

import dev.quiver.cli.platform.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A producer or consumer in a process of its own. Its standard output is collected, its standard
 * error passed on line by line.
 */
final class NumbersChild implements AutoCloseable {

  private static final Duration KILL_AFTER = Duration.ofSeconds(5);

  private final ChildProcess process;
  private final List<String> output = new ArrayList<>();
  private final CountDownLatch twoDeeds = new CountDownLatch(2);

  private NumbersChild(List<String> arguments, Consumer<String> deeds) throws IOException {
    List<String> command = new ArrayList<>(arguments);
    command.add("--json");
    process =
        ChildProcess.of(command)
            .small("96m")
            .output(this::keep)
            .errors(
                line -> {
                  deeds.accept(line);
                  twoDeeds.countDown();
                })
            .start();
  }

  /**
   * Starts one.
   *
   * @param arguments the command and its options
   * @param deeds hears each line that it says
   */
  static NumbersChild start(List<String> arguments, Consumer<String> deeds) throws IOException {
    return new NumbersChild(arguments, deeds);
  }

  private void keep(String line) {
    synchronized (output) {
      output.add(line);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has said twice what it does, or a while if it does not. */
  void awaitUnderWay() throws InterruptedException {
    for (int i = 0; i < 100 && process.isAlive(); i++) {
      if (twoDeeds.await(100, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it or that one has ended. */
  void awaitEndOfEither(NumbersChild other) throws InterruptedException {
    try {
      var unused = CompletableFuture.anyOf(process.ended(), other.process.ended()).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process cannot be waited for", e);
    }
  }

  /** Waits for its end. */
  int awaitExit() throws InterruptedException {
    return process.awaitExit();
  }

  /** The lines that it has written for machines. */
  List<String> output() {
    synchronized (output) {
      return List.copyOf(output);
    }
  }

  /** Ends it if it has not ended: lets go of it, and after a while by force. */
  @Override
  public void close() {
    process.close(KILL_AFTER);
  }
}
