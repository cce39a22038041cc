package dev.quiver.tasks.faults;

import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** A handler that sometimes fails, hangs, is slow or kills its process. */
public final class FaultyHandler implements TaskHandler {

  /** What the failures of one worker have in common. */
  public static final class Culprit {

    private final SimulatedFaults faults;
    private final RandomGenerator random;
    private final Pause pause;
    private final Runnable crash;
    private final AtomicInteger done = new AtomicInteger();

    /**
     * @param random which attempts go wrong
     * @param pause waits
     * @param crash ends the process as {@code kill -9} does
     */
    public Culprit(SimulatedFaults faults, RandomGenerator random, Pause pause, Runnable crash) {
      this.faults = faults;
      this.random = random;
      this.pause = pause;
      this.crash = crash;
    }

    private synchronized double roll() {
      return random.nextDouble();
    }
  }

  /** Waits so long, or until the thread is interrupted. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** An attempt that failed on purpose. */
  static final class SimulatedFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    SimulatedFailureException() {
      super(TaskReasons.say("onPurpose"));
    }
  }

  private static final Duration A_WHILE = Duration.ofHours(1);

  private final TaskHandler inner;
  private final Culprit culprit;

  public FaultyHandler(TaskHandler inner, Culprit culprit) {
    this.inner = inner;
    this.culprit = culprit;
  }

  @Override
  public Set<TaskType> types() {
    return inner.types();
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws Exception {
    SimulatedFaults faults = culprit.faults;
    if (!faults.slow().isZero()) {
      culprit.pause.of(faults.slow());
    }
    double roll = culprit.roll();
    if (roll < faults.failRate()) {
      throw new SimulatedFailureException();
    }
    if (roll < faults.failRate() + faults.hangRate()) {
      while (true) {
        context.checkCancelled();
        culprit.pause.of(A_WHILE);
      }
    }
    Payload result = inner.handle(input, context);
    if (faults.crashAfter() > 0 && culprit.done.incrementAndGet() >= faults.crashAfter()) {
      culprit.crash.run();
    }
    return result;
  }
}
