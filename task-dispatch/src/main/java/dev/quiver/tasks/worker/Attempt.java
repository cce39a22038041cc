package dev.quiver.tasks.worker;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.Spool;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution of one task, on a thread of its own. The slot may end it from outside, by
 * interrupting it with the result that it is to have then; whichever comes first counts.
 */
final class Attempt implements TaskContext {

  /** What attempts need of their worker. */
  interface Surroundings {
    InstantSource clock();

    void progress(Attempt attempt, double fraction, String note);

    Spool newSpool() throws IOException;
  }

  private final Arrival arrival;
  private final TaskMessage message;
  private final int number;
  private final Instant firstStart;
  private final TaskHandler handler;
  private final Surroundings surroundings;
  private final List<Spool> spools = new ArrayList<>(0);

  private @Nullable Thread thread;
  private volatile boolean told;
  private volatile long startNanos;
  private volatile boolean started;
  private long endNanos;
  private Instant start = Instant.EPOCH;
  private Instant end = Instant.EPOCH;
  private @Nullable AttemptResult result;
  private boolean over;

  /**
   * One that has not begun.
   *
   * @param number which attempt of the task it is
   * @param firstStart when the slot began the first of a held task's attempts; null if this is it
   */
  Attempt(
      Arrival arrival,
      TaskMessage message,
      int number,
      @Nullable Instant firstStart,
      TaskHandler handler,
      Surroundings surroundings) {
    this.arrival = arrival;
    this.message = message;
    this.number = number;
    this.firstStart = firstStart == null ? Instant.MAX : firstStart;
    this.handler = handler;
    this.surroundings = surroundings;
  }

  /** Executes it to its end, on the calling thread. */
  void run() {
    begin();
    AttemptResult own;
    try {
      own = told ? new AttemptResult.Stopped() : new AttemptResult.Finished(call());
    } catch (InvalidInputException e) {
      own = new AttemptResult.Invalid(Reasons.of(e));
    } catch (Throwable e) {
      // A handler is somebody else's code: whatever it throws, errors too, is the attempt's end and
      // not the slot's.
      own = new AttemptResult.Broken(Reasons.of(e));
    }
    finish(own);
  }

  private Payload call() throws Exception {
    Task task = message.task();
    Payload out = handler.handle(new TaskInput(task.type(), task.args(), task.payload()), this);
    if (out == null) {
      throw new IllegalStateException(TaskReasons.say("result.null"));
    }
    return out;
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
    start = surroundings.clock().instant();
    startNanos = System.nanoTime();
    started = true;
  }

  private synchronized void finish(AttemptResult own) {
    thread = null;
    endNanos = System.nanoTime();
    end = surroundings.clock().instant();
    over = true;
    // What it was told counts, except that work that was done is not thrown away.
    if (result == null || own instanceof AttemptResult.Finished) {
      result = own;
    }
    // The next attempt on this thread must not find an interrupt that was meant for this one.
    Thread.interrupted();
  }

  /** Tells it to end, with that result unless it is done already. */
  synchronized void end(AttemptResult wanted) {
    if (over) {
      return;
    }
    if (result == null) {
      result = wanted;
    }
    told = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Stops waiting for a handler that does not end; it has the result it was told. */
  synchronized AttemptResult abandon() {
    if (!over) {
      over = true;
      end = surroundings.clock().instant();
      endNanos = System.nanoTime();
    }
    return result();
  }

  synchronized AttemptResult result() {
    return result == null ? new AttemptResult.Stopped() : result;
  }

  /** Whether it was told to end. */
  boolean isTold() {
    return told;
  }

  boolean isStarted() {
    return started;
  }

  /** How long it has been running, in nanoseconds; 0 if it has not begun. */
  long runningNanos(long now) {
    return started ? now - startNanos : 0;
  }

  /** How long it took. */
  synchronized long tookNanos() {
    return endNanos - startNanos;
  }

  Arrival arrival() {
    return arrival;
  }

  TaskMessage message() {
    return message;
  }

  int number() {
    return number;
  }

  synchronized Instant start() {
    return start;
  }

  synchronized Instant end() {
    return end;
  }

  synchronized Instant firstStart() {
    return firstStart.isBefore(start) ? firstStart : start;
  }

  @Override
  public TaskId taskId() {
    return message.task().id();
  }

  @Override
  public int attempt() {
    return number;
  }

  @Override
  public void progress(double fraction, String note) {
    surroundings.progress(this, Math.max(0, Math.min(1, fraction)), note);
  }

  @Override
  public boolean cancelled() {
    return told;
  }

  @Override
  public Spool spool() throws IOException {
    Spool made = surroundings.newSpool();
    synchronized (spools) {
      spools.add(made);
    }
    return made;
  }

  /** Frees what its input and its result keep, once neither is needed any more. */
  void release() {
    dev.quiver.tasks.wire.Spool.release(message.task().payload());
    synchronized (spools) {
      for (Spool each : spools) {
        try {
          each.discard();
        } catch (IOException e) {
          Slot.LOG.debug("the file of a result could not be deleted", e);
        }
      }
      spools.clear();
    }
  }
}
