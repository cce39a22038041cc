package dev.quiver.messaging.protocol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one node: listeners, callers and timers only put events into its mailbox; one thread at a
 * time takes them, steps the protocol and carries out the effects, so that protocol and sending
 * session have one owner. What a step or an effect throws goes to the fault handler, and the driver
 * goes on with the next effect.
 *
 * <p>That thread is the driver's own. If the driver was {@linkplain #startDirect started direct} it
 * is the one that brings a message, as long as nothing else is under way: then no other thread has
 * to be woken for it, which is half of what a short question costs.
 *
 * <p>The mailbox has taken a message before the step: right for protocols that retry, such as
 * Chord; not for work that must not be lost, which steps on its session's own thread and commits
 * after.
 */
public final class ProtocolDriver<M> implements AutoCloseable {

  /** After so many steps what was gathered goes even if more is waiting. */
  private static final int MOST_STEPS = 64;

  /** Hears what went wrong, on the thread that steps. */
  @FunctionalInterface
  public interface FaultHandler<M> {
    void onFault(Event<M> event, RuntimeException fault);
  }

  /**
   * What a driver runs with.
   *
   * @param capacity how many messages may wait before whoever brings one waits
   * @param deliveries takes what the protocol gives to its process, on the thread that steps
   */
  public record Setup<M>(
      String name,
      Clock clock,
      Transport<M> transport,
      Consumer<M> deliveries,
      FaultHandler<M> faults,
      int capacity) {}

  private final Protocol<M> protocol;
  private final Setup<M> setup;
  private final boolean direct;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final Deque<Event<M>> mailbox = new ArrayDeque<>();

  /** Who steps now: whoever set it owns the protocol, the timers and the time until it is null. */
  private @Nullable Thread stepping;

  private final Timers timers = new Timers();
  private Instant latest = Instant.MIN;

  /** When the driver's thread wakes by itself; null while it does not. */
  private @Nullable Instant wakes;

  private boolean closing;

  private ProtocolDriver(Protocol<M> protocol, Setup<M> setup, boolean direct) {
    this.protocol = protocol;
    this.setup = setup;
    this.direct = direct;
    this.thread = new Thread(this::run, setup.name());
  }

  /** Starts the node; its first event is {@link Event.Started}. */
  public static <M> ProtocolDriver<M> start(Protocol<M> protocol, Setup<M> setup) {
    return started(new ProtocolDriver<>(protocol, setup, false));
  }

  /**
   * Starts the node as {@link #start} does; but a message that comes while nothing is under way is
   * stepped by the thread that brings it. So neither transport nor deliveries may wait for anything
   * that this thread has still to do.
   */
  public static <M> ProtocolDriver<M> startDirect(Protocol<M> protocol, Setup<M> setup) {
    return started(new ProtocolDriver<>(protocol, setup, true));
  }

  private static <M> ProtocolDriver<M> started(ProtocolDriver<M> driver) {
    driver.mailbox.add(new Event.Started<>());
    driver.thread.start();
    return driver;
  }

  /**
   * Brings a message, from any thread; waits while the mailbox is full.
   *
   * @return false if the driver is closed, or the thread was interrupted: it was not taken
   */
  public boolean receive(NodeId from, M message) {
    lock.lock();
    try {
      while (mailbox.size() >= setup.capacity() && !closing) {
        if (Thread.currentThread() == stepping) {
          break; // Its own deliveries must not wait for themselves.
        }
        drained.await();
      }
      if (closing) {
        return false;
      }
      boolean steps = direct && stepping == null && mailbox.isEmpty();
      mailbox.add(new Event.Received<>(from, message));
      if (!steps) {
        filled.signal();
        return true;
      }
      stepping = Thread.currentThread();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
    stepAll();
    return true;
  }

  /** Takes no more messages, finishes the step under way, and ends the thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      filled.signalAll();
      drained.signalAll();
      while (stepping != null && stepping != thread && stepping != Thread.currentThread()) {
        drained.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    if (Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    while (awaitTurn()) {
      stepAll();
    }
  }

  /** Until there is something to do that nobody else does; false when closed. */
  private boolean awaitTurn() {
    lock.lock();
    try {
      while (!closing) {
        if (stepping != null) {
          filled.await();
          continue;
        }
        Instant now = setup.clock().instant();
        Instant due = timers.nextDue();
        if (!mailbox.isEmpty() || (due != null && !due.isAfter(now))) {
          stepping = thread;
          return true;
        }
        wakes = due;
        if (due == null) {
          filled.await();
        } else {
          filled.await(Duration.between(now, due).toNanos(), TimeUnit.NANOSECONDS);
        }
        wakes = null;
      }
      return false;
    } catch (InterruptedException e) {
      closing = true;
      drained.signalAll();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Whoever steps: until nothing is left to do, or it has done enough for others. */
  private void stepAll() {
    boolean finished = false;
    try {
      int steps = 0;
      for (Event<M> event = next(steps); event != null; event = next(steps)) {
        // A clock that is set back must not take the protocol with it.
        Instant read = setup.clock().instant();
        latest = read.isBefore(latest) ? latest : read;
        step(latest, event);
        steps++;
        if (steps % MOST_STEPS == 0 || isIdle()) {
          flush(event);
        }
      }
      finished = true;
    } finally {
      if (!finished) {
        abandon();
      }
    }
  }

  /** An error: nobody must wait for the thread that it ended. */
  private void abandon() {
    lock.lock();
    try {
      closing = true;
      stepping = null;
      filled.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void step(Instant now, Event<M> event) {
    List<Effect<M>> effects;
    try {
      effects = protocol.on(now, event);
    } catch (RuntimeException e) {
      setup.faults().onFault(event, e);
      return;
    }
    for (Effect<M> effect : effects) {
      try {
        carryOut(now, effect);
      } catch (RuntimeException e) {
        // The protocol believes all of them done: a timer behind a listener that throws must start.
        setup.faults().onFault(event, e);
      }
    }
  }

  /** Nothing new may be waiting: then what was gathered must not wait either. */
  private boolean isIdle() {
    lock.lock();
    try {
      return mailbox.isEmpty() || closing;
    } finally {
      lock.unlock();
    }
  }

  private void flush(Event<M> last) {
    try {
      setup.transport().flush();
    } catch (RuntimeException e) {
      setup.faults().onFault(last, e);
    }
  }

  private void carryOut(Instant now, Effect<M> effect) {
    if (effect instanceof Effect.Send<M> send) {
      setup.transport().send(send.to(), send.message());
    } else if (effect instanceof Effect.Deliver<M> deliver) {
      setup.deliveries().accept(deliver.message());
    } else if (effect instanceof Effect.StartTimer<M> start) {
      timers.start(start.timer(), now.plus(start.after()));
    } else if (effect instanceof Effect.CancelTimer<M> cancel) {
      timers.cancel(cancel.timer());
    } else {
      throw new IllegalStateException("an effect that nobody carries out: " + effect);
    }
  }

  /**
   * The next message or timer, whichever comes first; null if there is none, or this thread has
   * only lent itself and has made enough steps. Then it does not own the protocol any more.
   */
  private @Nullable Event<M> next(int steps) {
    lock.lock();
    try {
      boolean goesOn = !closing && (Thread.currentThread() == thread || steps < MOST_STEPS);
      if (goesOn) {
        String timer = timers.pollDue(setup.clock().instant());
        if (timer != null) {
          return new Event.TimerFired<>(timer);
        }
        Event<M> event = mailbox.poll();
        if (event != null) {
          drained.signal();
          return event;
        }
      }
      release();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    stepping = null;
    if (closing) {
      drained.signalAll();
    }
    Instant due = timers.nextDue();
    Instant planned = wakes;
    if (Thread.currentThread() != thread
        && (!mailbox.isEmpty() || (due != null && (planned == null || due.isBefore(planned))))) {
      filled.signal();
    }
  }
}
