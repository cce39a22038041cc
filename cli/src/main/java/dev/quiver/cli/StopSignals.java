package dev.quiver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Ctrl-C and SIGTERM as an orderly request: the first asks the command to end, the second ends the
 * process at once. While this is open the JVM's own way, to end with the first, is off.
 */
public final class StopSignals implements AutoCloseable {

  private static final int TERMINATED = 143;

  private record Registered(String signal, Object previous) {}

  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch first = new CountDownLatch(1);
  private final CompletableFuture<Void> request = new CompletableFuture<>();
  private final List<Registered> registered = new ArrayList<>();
  private volatile int exitCode = ExitCode.DONE;
  private volatile Runnable onFirst = () -> {};
  private volatile Runnable onSecond = () -> {};

  private StopSignals() {}

  /** Listens from now on. */
  public static StopSignals listen() {
    StopSignals signals = new StopSignals();
    signals.register("INT", ExitCode.INTERRUPTED);
    signals.register("TERM", TERMINATED);
    return signals;
  }

  /**
   * Listens as a process does that another one started: that one hears Ctrl-C as well, which a
   * terminal sends to all, and decides what is to follow. So only SIGTERM counts here.
   */
  public static StopSignals listenAsChild() {
    StopSignals signals = new StopSignals();
    signals.registered.add(new Registered("INT", Signals.register("INT", () -> {})));
    signals.register("TERM", TERMINATED);
    return signals;
  }

  /** As if SIGTERM had arrived for the first time. */
  public void stop() {
    arrived(TERMINATED);
  }

  /** Runs this, on a thread of its own, when the first arrives; at once if it has. */
  public void onFirst(Runnable action) {
    onFirst = action;
    if (stopped()) {
      action.run();
    }
  }

  /** Runs this when the second arrives, just before it ends the process; it must not wait. */
  public void onSecond(Runnable action) {
    onSecond = action;
  }

  /**
   * Does a command's work, which the first interrupts. What breaks under an interrupt fails in ways
   * of its own, a file with its channel closed, say; so whatever is thrown then is no fault.
   *
   * @return what the work returned, or what a command interrupted so exits with
   */
  public int interrupting(Callable<Integer> work) throws Exception {
    onFirst(Thread.currentThread()::interrupt);
    try {
      return work.call();
    } catch (InterruptedException stopped) {
      return exitCode;
    } catch (Exception failure) {
      if (!stopped()) {
        throw failure;
      }
      return exitCode;
    }
  }

  /** Waits for the first. */
  public void await() throws InterruptedException {
    first.await();
  }

  /** Done when the first has arrived. */
  public CompletableFuture<Void> request() {
    return request;
  }

  /** Whether the first has arrived. */
  public boolean stopped() {
    return first.getCount() == 0;
  }

  /** What a command interrupted so exits with: 130 after Ctrl-C, 143 after SIGTERM. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether it was Ctrl-C. */
  public boolean byHand() {
    return exitCode == ExitCode.INTERRUPTED;
  }

  @Override
  public void close() {
    for (Registered each : registered) {
      Signals.unregister(each.signal(), each.previous());
    }
  }

  private void register(String signal, int code) {
    Object previous =
        Signals.register(
            signal,
            () -> {
              if (count.incrementAndGet() > 1) {
                try {
                  onSecond.run();
                } finally {
                  Runtime.getRuntime().halt(code);
                }
              }
              arrived(code);
            });
    registered.add(new Registered(signal, previous));
  }

  private void arrived(int code) {
    exitCode = code;
    first.countDown();
    request.complete(null);
    onFirst.run();
  }
}
