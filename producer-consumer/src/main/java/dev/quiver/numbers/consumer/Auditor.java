package dev.quiver.numbers.consumer;

import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.link.NumbersLink;
import dev.quiver.numbers.link.Outage;
import dev.quiver.numbers.link.Surroundings;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the accounts of the runs, on a thread and a connection of its own. Every consumer has one;
 * the ledger is an exclusive queue, so that one of them at a time gets everything and the next one
 * everything again when it is gone. The connection does not come back by itself: an auditor that
 * was cut off forgets what it knew and begins anew, and so never judges by half of the ledger.
 */
final class Auditor implements AutoCloseable {

  private final ConsumerConfig config;
  private final Surroundings around;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Set<Run> unjudged = Set.of();
  private volatile @Nullable RuntimeException failure;

  private Auditor(ConsumerConfig config, Surroundings around) {
    this.config = config;
    this.around = around;
    this.thread = new Thread(this::run, "auditor of consumer " + config.id());
    thread.setDaemon(true);
  }

  /** Begins to keep the accounts, whenever this consumer gets the ledger, until it is closed. */
  static Auditor start(ConsumerConfig config, Surroundings around) {
    Auditor auditor = new Auditor(config, around);
    auditor.thread.start();
    return auditor;
  }

  private void run() {
    try {
      while (!isClosing()) {
        connectAndAudit();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void connectAndAudit() throws InterruptedException {
    try (NumbersLink link =
        NumbersLink.await(around.connections(), around.queues(), WaitListener.silent())) {
      try (Audit audit = Audit.begin(config, around, link)) {
        while (!isClosing()) {
          audit.step();
          unjudged = audit.unjudged();
        }
      } catch (JMSException e) {
        throw Failures.translate(e);
      } catch (QuiverMessagingException e) {
        if (!link.isBroken()) {
          throw e;
        }
      }
    } catch (QuiverMessagingException e) {
      if (!isClosing() && !Outage.is(e)) {
        throw e;
      }
    } finally {
      unjudged = Set.of();
    }
  }

  /** The runs of which this auditor knows and that have not ended. */
  Set<Run> unjudged() {
    return unjudged;
  }

  /** Throws what has ended it, if something has. */
  void rethrow() {
    RuntimeException found = failure;
    if (found != null) {
      throw found;
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Gives the ledger to the next consumer. Waits for the step that is under way. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
