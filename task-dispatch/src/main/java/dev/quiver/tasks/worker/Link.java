package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.Sayings;
import dev.quiver.tasks.handler.Spool;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;

/**
 * A worker on one connection. Whatever breaks, ends it as a whole: then everything unacknowledged
 * is with the broker again, and the worker makes a new one. Where there is a cluster, it has slots
 * there too.
 */
final class Link implements Place {

  private final Worker worker;
  private final BrokerConnection connection;
  private final CancelBook cancels;
  private final AloneGate gate = new AloneGate();
  private final List<Slot> slots = new CopyOnWriteArrayList<>();
  private final CompletableFuture<QuiverMessagingException> failure = new CompletableFuture<>();
  private volatile @Nullable ProgressSender progress;
  private volatile @Nullable Spread spread;
  private volatile @Nullable EventRelay toDesignated;
  private boolean ending;
  private volatile @Nullable Beat beat;
  private volatile @Nullable Watch watch;

  private Link(Worker worker, BrokerConnection connection) {
    this.worker = worker;
    this.connection = connection;
    this.cancels = worker.newCancelBook();
  }

  @Override
  public Attempt.Surroundings surroundings() {
    return surroundings(() -> progress);
  }

  /** What attempts have around them whose progress that sender tells, if there is one. */
  Attempt.Surroundings surroundings(Supplier<@Nullable ProgressSender> teller) {
    return new Attempt.Surroundings() {
      @Override
      public InstantSource clock() {
        return worker.clock();
      }

      @Override
      public void progress(Attempt attempt, double fraction, String note) {
        ProgressSender sender = teller.get();
        if (sender != null) {
          sender.tell(attempt, fraction, note);
        }
      }

      @Override
      public Spool newSpool() throws IOException {
        return new Spool(worker.config().spool().folder(), worker.config().spool().maxBytes());
      }
    };
  }

  /**
   * Makes the queues, hears of cancels, and begins to receive.
   *
   * @throws WorkerIdInUseException if another worker of that name is there
   * @throws QuiverMessagingException if the broker does not do as it is asked
   */
  static Link open(Worker worker, BrokerConnection connection) {
    Link link = new Link(worker, connection);
    try {
      link.open();
      return link;
    } catch (ActiveMQException e) {
      link.close();
      throw Failures.translate(e);
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private void open() throws ActiveMQException {
    connection.onChange(
        new BrokerConnection.ChangeListener() {
          @Override
          public void broken() {
            fail(
                new ConnectionLostException(Sayings.ofMessaging().say("failure.lost.broke"), null));
          }

          @Override
          public void restored() {}

          @Override
          public void lost() {
            fail(new ConnectionLostException(Sayings.ofMessaging().say("failure.lost.gone"), null));
          }
        });
    List<String> queues = worker.queues();
    Queues.make(connection, queues);
    Queues.make(connection, worker.submitQueues());
    String incarnation = CancelListener.start(connection, worker, cancels, this::cancelsChanged);
    progress = ProgressSender.start(worker.config(), connection);
    List<Slot> made = new ArrayList<>();
    for (int i = 1; i <= worker.config().concurrency(); i++) {
      String name = worker.config().id() + "-" + i;
      made.add(new Slot(name, this, connection.transactedSession(), queues));
    }
    join(made);
    ExpiredReader.start(this, connection);
    beat = Beat.start(worker, connection, incarnation, gate::isHeld);
    watch = Watch.start(this, connection, worker.watchdog());
    if (!worker.cluster().isEmpty()) {
      toDesignated = EventRelay.start(worker, connection);
      spread = Spread.start(this, worker.cluster());
    }
  }

  /** Who tells the designated broker what became of tasks elsewhere; null without a cluster. */
  @Nullable EventRelay toDesignated() {
    return toDesignated;
  }

  /** Lets more slots work, unless it is ending. */
  synchronized void join(List<Slot> more) {
    if (!ending) {
      slots.addAll(more);
      more.forEach(Slot::start);
    }
  }

  /** Those have ended. */
  synchronized void leave(List<Slot> those) {
    slots.removeAll(those);
  }

  private synchronized void end() {
    ending = true;
  }

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  public CancelBook cancels() {
    return cancels;
  }

  @Override
  public AloneGate gate() {
    return gate;
  }

  private void cancelsChanged() {
    slots.forEach(Slot::cancelsChanged);
  }

  @Override
  public void fail(QuiverMessagingException why) {
    failure.complete(why);
  }

  /** Completes when it has failed. */
  CompletableFuture<QuiverMessagingException> failure() {
    return failure;
  }

  /** Takes nothing new, finishes what runs; true if all of it was finished in time. */
  boolean drain(long millis) throws InterruptedException {
    end();
    Beat beating = beat;
    if (beating != null) {
      beating.end();
    }
    slots.forEach(Slot::drain);
    return join(millis);
  }

  /** Interrupts what runs and gives it back. */
  boolean stopNow(long millis) throws InterruptedException {
    end();
    slots.forEach(Slot::stopNow);
    return join(millis);
  }

  private boolean join(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (Slot each : slots) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left > 0 && !failure.isDone()) {
        each.join(left);
      }
    }
    return slots.stream().allMatch(Slot::isDone);
  }

  /** Closes the connection; what was not committed goes back. */
  void close() {
    end();
    slots.forEach(Slot::stopNow);
    Spread elsewhere = spread;
    if (elsewhere != null) {
      elsewhere.close();
    }
    EventRelay relay = toDesignated;
    if (relay != null) {
      relay.close();
    }
    Beat beating = beat;
    if (beating != null) {
      beating.close();
    }
    Watch watching = watch;
    if (watching != null) {
      watching.close();
    }
    ProgressSender sender = progress;
    if (sender != null) {
      sender.close();
    }
    connection.close();
  }
}
