package dev.quiver.tasks.worker;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a slot has given to its {@link Hands}: what runs, with its time limit and its cancel, and
 * what waits behind it.
 *
 * <p>When a transaction is rolled back, the message of what runs goes back with it. The attempt is
 * void then, but it still occupies the hands: it keeps its time limit and can be cancelled, and the
 * slot takes nothing until it has ended.
 *
 * <p>Belongs to the slot's thread.
 */
final class Running {

  private final String name;
  private final WorkerConfig config;
  private final WorkerCounters counters;
  private final Mailbox mailbox;
  private final ArrayDeque<Attempt> attempts = new ArrayDeque<>();
  private Hands hands;
  private boolean isVoid;
  private boolean longRuns;
  private long toldNanos;

  Running(String name, WorkerConfig config, WorkerCounters counters, Mailbox mailbox) {
    this.name = name;
    this.config = config;
    this.counters = counters;
    this.mailbox = mailbox;
    this.hands = newHands();
  }

  private Hands newHands() {
    return Hands.start(name + "-task", mailbox, counters);
  }

  void offer(Attempt attempt) {
    attempts.add(attempt);
    hands.offer(attempt);
  }

  boolean isEmpty() {
    return attempts.isEmpty();
  }

  /** The one that runs, or runs next. */
  @Nullable Attempt head() {
    return attempts.peek();
  }

  /** Whether what comes now would wait long, or not be wanted at all. */
  boolean isBusy() {
    return longRuns || isVoid;
  }

  /**
   * An attempt has ended.
   *
   * @return whether that concerns a message which is here; else it went back before
   */
  boolean ended(Attempt attempt) {
    if (!attempts.remove(attempt)) {
      return false;
    }
    boolean counts = !isVoid;
    longRuns = false;
    if (attempts.isEmpty()) {
      isVoid = false;
    }
    return counts;
  }

  /** Takes back what was not begun, in order. */
  List<Attempt> reclaim() {
    List<Attempt> unbegun = hands.reclaim();
    attempts.removeAll(unbegun);
    return unbegun;
  }

  /** All messages have gone back, also of what runs. */
  void disown() {
    reclaim();
    longRuns = false;
    isVoid = !attempts.isEmpty();
  }

  /** Whether something of that source runs. */
  boolean isOf(Source source) {
    return !isVoid && attempts.stream().anyMatch(each -> each.arrival().source() == source);
  }

  /** Whether a member of a group runs that came from that source. */
  boolean holdsGroupOf(Source source) {
    return !isVoid
        && attempts.stream()
            .anyMatch(
                each -> each.arrival().source() == source && each.message().task().group() != null);
  }

  /** Whether something runs that the open transaction takes out of its queue. */
  boolean isAcknowledged() {
    if (isVoid) {
      return false;
    }
    for (Attempt each : attempts) {
      if (each.arrival().isAcknowledged()) {
        return true;
      }
    }
    return false;
  }

  /** Those whose messages are here. */
  List<Attempt> attempts() {
    return isVoid ? List.of() : List.copyOf(attempts);
  }

  // What runs is told to end.

  /** The slot ends: what is void ends in any case, the rest if it is to end now. */
  void heedEnding(boolean now) {
    if (now || isVoid) {
      attempts.forEach(each -> tell(each, new AttemptResult.Stopped()));
    }
  }

  /** Tells those to end for which there is such a result. */
  void tell(Function<Attempt, @Nullable AttemptResult> result) {
    for (Attempt each : attempts) {
      AttemptResult told = result.apply(each);
      if (told != null) {
        tell(each, told);
      }
    }
  }

  private void tell(Attempt attempt, AttemptResult result) {
    if (!attempt.isTold()) {
      toldNanos = System.nanoTime();
      attempt.end(result);
    }
  }

  /** Whether what runs has just turned out to take long. */
  boolean provesLong(long now) {
    Attempt head = attempts.peek();
    if (head == null || longRuns || head.runningNanos(now) <= config.longTask().toNanos()) {
      return false;
    }
    longRuns = true;
    return true;
  }

  /** Tells what runs to end if its time is over. */
  void limit(long now) {
    Attempt head = attempts.peek();
    if (head != null && head.runningNanos(now) > head.message().task().timeout().toNanos()) {
      tell(head, new AttemptResult.Broken(Reasons.overTime(head.message().task().timeout())));
    }
  }

  /** Whether what runs was told to end long ago, and does not. */
  boolean ignoresItsEnd(long now) {
    Attempt head = attempts.peek();
    return head != null
        && head.isTold()
        && head.isStarted()
        && now - toldNanos > config.interruptGrace().toNanos();
  }

  /**
   * Leaves the thread of what runs to itself; another is there for the rest.
   *
   * @return what was to be run behind it, to be given to {@link #resume}
   */
  List<Attempt> abandonHead() {
    Attempt head = attempts.element();
    Slot.LOG.error(
        "{}: the handler of {} does not end though it was interrupted {} ago; its thread is left"
            + " to itself and goes on in vain, task {}",
        name,
        head.message().task().type(),
        config.interruptGrace(),
        head.taskId());
    counters.abandoned.increment();
    head.abandon();
    List<Attempt> unbegun = hands.reclaim();
    hands.abandon();
    hands = newHands();
    return unbegun;
  }

  void resume(List<Attempt> unbegun) {
    unbegun.forEach(hands::offer);
  }

  /** How long the slot may wait before it looks again, in nanoseconds. */
  long patience(long now) {
    Attempt head = attempts.peek();
    if (head == null) {
      return Mailbox.LONG;
    }
    // Ends of short tasks are not announced one by one.
    long look = attempts.size() > 1 ? config.commitWithin().toNanos() : Mailbox.LONG;
    long running = head.runningNanos(now);
    if (!longRuns) {
      look = Math.min(look, config.longTask().toNanos() - running);
    }
    long end =
        head.isTold()
            ? toldNanos + config.interruptGrace().toNanos() - now
            : head.message().task().timeout().toNanos() - running;
    return Math.min(look, end);
  }

  /** The slot is gone: nobody waits for what runs. */
  void stop() {
    attempts.forEach(each -> each.end(new AttemptResult.Stopped()));
    hands.stop();
  }
}
