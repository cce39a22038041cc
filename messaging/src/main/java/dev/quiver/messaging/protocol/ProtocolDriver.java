package dev.quiver.messaging.protocol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one node: listeners, callers and timers only put events into its mailbox; one thread takes
 * them, steps the protocol and carries out the effects, so that protocol and sending session have
 * one owner. What a step or a send throws goes to the fault handler, and the driver goes on.
 *
 * <p>The mailbox has taken a message before the step: right for protocols that retry, such as
 * Chord; not for work that must not be lost, which steps on its session's own thread and commits
 * after.
 */
public final class ProtocolDriver<M> implements AutoCloseable {

  /** After so many steps what was gathered goes even if more is waiting. */
  private static final int MOST_STEPS = 64;

  /** Hears what went wrong, on the driver's thread. */
  @FunctionalInterface
  public interface FaultHandler<M> {
    void onFault(Event<M> event, RuntimeException fault);
  }

  /**
   * What a driver runs with.
   *
   * @param capacity how many messages may wait before whoever brings one waits
   * @param deliveries takes what the protocol gives to its process, on the driver's thread
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
  private final Thread thread;
  private final Timers timers = new Timers();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final Deque<Event<M>> mailbox = new ArrayDeque<>();
  private boolean closing;

  private ProtocolDriver(Protocol<M> protocol, Setup<M> setup) {
    this.protocol = protocol;
    this.setup = setup;
    this.thread = new Thread(this::run, setup.name());
  }

  /** Starts the node; its first event is {@link Event.Started}. */
  public static <M> ProtocolDriver<M> start(Protocol<M> protocol, Setup<M> setup) {
    ProtocolDriver<M> driver = new ProtocolDriver<>(protocol, setup);
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
        if (Thread.currentThread() == thread) {
          break; // Its own deliveries must not wait for themselves.
        }
        drained.await();
      }
      if (closing) {
        return false;
      }
      mailbox.add(new Event.Received<>(from, message));
      filled.signal();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more messages, finishes the step under way, and ends the thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      filled.signalAll();
      drained.signalAll();
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
    Instant now = setup.clock().instant();
    Event<M> event = next();
    int steps = 0;
    while (event != null) {
      // A clock that is set back must not take the protocol with it.
      Instant read = setup.clock().instant();
      now = read.isBefore(now) ? now : read;
      step(now, event);
      steps++;
      if (steps >= MOST_STEPS || isIdle()) {
        flush(event);
        steps = 0;
      }
      event = next();
    }
  }

  private void step(Instant now, Event<M> event) {
    try {
      for (Effect<M> effect : protocol.on(now, event)) {
        carryOut(now, effect);
      }
    } catch (RuntimeException e) {
      setup.faults().onFault(event, e);
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

  /** The next message or timer, whichever comes first; null when closed. */
  private @Nullable Event<M> next() {
    lock.lock();
    try {
      while (!closing) {
        Instant now = setup.clock().instant();
        String timer = timers.pollDue(now);
        if (timer != null) {
          return new Event.TimerFired<>(timer);
        }
        Event<M> event = mailbox.poll();
        if (event != null) {
          drained.signal();
          return event;
        }
        Instant due = timers.nextDue();
        if (due == null) {
          filled.await();
        } else {
          filled.await(Duration.between(now, due).toNanos(), TimeUnit.NANOSECONDS);
        }
      }
      return null;
    } catch (InterruptedException e) {
      closing = true;
      drained.signalAll();
      return null;
    } finally {
      lock.unlock();
    }
  }
}
