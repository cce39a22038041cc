package dev.quiver.numbers.producer;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.numbers.link.Neighbours;
import dev.quiver.numbers.link.NumbersLink;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks around beside the thread that sends, which may be blocked for long: is a send blocked, is a
 * consumer there. A blocked send of a producer that is to stop is ended by closing its link.
 */
final class Lookout implements AutoCloseable {

  private static final Duration STEP = Duration.ofMillis(100);

  private final BlockWatch watch;
  private final LongSupplier depth;
  private final Company company;
  private final Neighbours neighbours;
  private final Duration lookEvery;
  private final NumbersLink link;
  private final BooleanSupplier stopping;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable RuntimeException failure;

  private Lookout(
      String name,
      BlockWatch watch,
      LongSupplier depth,
      Company company,
      Neighbours neighbours,
      Duration lookEvery,
      NumbersLink link,
      BooleanSupplier stopping) {
    this.watch = watch;
    this.depth = depth;
    this.company = company;
    this.neighbours = neighbours;
    this.lookEvery = lookEvery;
    this.link = link;
    this.stopping = stopping;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Looks around, on a thread of that name, until it is closed. */
  static Lookout start(
      String name,
      BlockWatch watch,
      LongSupplier depth,
      Company company,
      Neighbours neighbours,
      Duration lookEvery,
      NumbersLink link,
      BooleanSupplier stopping) {
    Lookout lookout =
        new Lookout(name, watch, depth, company, neighbours, lookEvery, link, stopping);
    lookout.thread.start();
    return lookout;
  }

  private void run() {
    try {
      long next = System.nanoTime() + lookEvery.toNanos();
      while (!closing.await(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
        watch.look(depth);
        if (System.nanoTime() - next >= 0) {
          next += lookEvery.toNanos();
          company.look(neighbours);
        }
        if (stopping.getAsBoolean() && watch.isBlocked()) {
          link.close();
        }
      }
    } catch (QuiverMessagingException e) {
      // The broker is away; the sending thread finds out as well and says so.
    } catch (RuntimeException e) {
      failure = e;
      link.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Throws what made it close the link, if it did. */
  void rethrow() {
    RuntimeException found = failure;
    if (found != null) {
      throw found;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      // The thread ends by itself; whoever waits next hears of the interrupt.
      Thread.currentThread().interrupt();
    }
  }
}
