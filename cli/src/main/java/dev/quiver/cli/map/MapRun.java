package dev.quiver.cli.map;

import dev.quiver.cli.map.InputReader.UnusableInputException;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a task an input and hands each input's one result to the writer. Reading and sending have a
 * thread of their own, which a list that goes on for ever may hold up; what is in flight is
 * limited, so that the run is as large as its window and not as its inputs.
 */
final class MapRun {

  private final Inputs inputs;
  private final InputReader reader;
  private final BiFunction<MapInput, Payload, Task> tasks;
  private final TaskPort port;
  private final Window window;
  private final Semaphore slots;
  private final ResultWriter writer;
  private final Function<Throwable, String> explain;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch sent = new CountDownLatch(1);
  private volatile boolean stopped;

  /**
   * @param tasks makes the task of an input
   * @param slots how many may be worked on at a time
   * @param writer takes the results, and gives their room in the window back
   * @param explain says why an input was refused
   */
  MapRun(
      Inputs inputs,
      InputReader reader,
      BiFunction<MapInput, Payload, Task> tasks,
      TaskPort port,
      Window window,
      Semaphore slots,
      ResultWriter writer,
      Function<Throwable, String> explain) {
    this.inputs = inputs;
    this.reader = reader;
    this.tasks = tasks;
    this.port = port;
    this.window = window;
    this.slots = slots;
    this.writer = writer;
    this.explain = explain;
    writer.onFailure(this::fail);
  }

  /**
   * Works through all inputs and returns when the last result has been written, or the run was
   * ended before: at once, also if the list of inputs has no end and nothing comes.
   */
  void run() throws InterruptedException {
    Thread sender = new Thread(this::sendAll, "quiver-inputs");
    sender.setDaemon(true);
    sender.start();
    sent.await();
    window.awaitEmpty();
  }

  private void sendAll() {
    try {
      for (Optional<MapInput> next = inputs.next();
          next.isPresent() && !stopped;
          next = inputs.next()) {
        if (!send(next.get())) {
          return;
        }
      }
    } catch (IOException e) {
      fail(new ListUnreadableException(e));
    } catch (RuntimeException | InterruptedException e) {
      fail(e);
    } finally {
      sent.countDown();
    }
  }

  /**
   * Says why the run could not go on, if so.
   *
   * @throws RuntimeException what refused its tasks, or its output
   */
  void throwFailure() {
    Throwable cause = failure.get();
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause != null) {
      throw new IllegalStateException(cause);
    }
  }

  /** Whether it was ended before all inputs were worked through. */
  boolean ended() {
    return stopped;
  }

  /** Ends the run where it is; {@link #run} returns. */
  void stop() {
    stopped = true;
    window.close();
    slots.release();
    sent.countDown();
  }

  /** Ends the run because of that. */
  void fail(Throwable cause) {
    Throwable reason =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    failure.compareAndSet(null, reason);
    stop();
  }

  private boolean send(MapInput input) throws InterruptedException {
    Payload payload;
    try {
      payload = reader.read(input);
    } catch (UnusableInputException e) {
      boolean goOn = window.enter(Window.Cost.NOTHING);
      writer.add(new Done(MapResult.unsent(input, e.words()), Window.Cost.NOTHING));
      return goOn;
    }
    Window.Cost cost = Window.Cost.of(payload);
    if (!window.enter(cost)) {
      return false;
    }
    slots.acquire();
    if (stopped) {
      return false;
    }
    Task task = tasks.apply(input, payload);
    var unused =
        port.submit(task)
            .whenComplete(
                (outcome, refused) -> {
                  slots.release();
                  if (outcome != null) {
                    onEnded(MapResult.of(input, outcome), cost);
                  } else if (refused != null) {
                    onRefused(input, task, cost, refused);
                  }
                });
    return true;
  }

  private void onEnded(MapResult result, Window.Cost cost) {
    Payload payload = result.result();
    Window.Cost now = payload == null ? Window.Cost.NOTHING : Window.Cost.of(payload);
    window.exchange(cost, now);
    writer.add(new Done(result, now));
  }

  private void onRefused(MapInput input, Task task, Window.Cost cost, Throwable refused) {
    Optional<String> words = Refusals.ofOneInput(refused, explain);
    if (words.isPresent()) {
      MapResult result =
          new MapResult(input, MapResult.FAILED, null, words.get(), task.id().value(), null, 0);
      writer.add(new Done(result, cost));
    } else {
      fail(refused);
    }
  }
}
