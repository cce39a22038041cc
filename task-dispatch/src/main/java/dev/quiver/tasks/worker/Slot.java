package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.Failures;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One place where one task at a time is executed: a session with its thread, which alone receives,
 * acknowledges, sends and commits. Others put what happens into its {@link Mailbox}; what is done
 * then, its {@link Desk} knows.
 */
final class Slot {

  static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** How a slot is to end. */
  enum Ending {
    NO,
    /** Finishes what runs, gives back what waits. */
    DRAIN,
    /** Interrupts what runs. */
    NOW
  }

  private final Place place;
  private final Mailbox mailbox = new Mailbox();
  private final Desk desk;
  private final AloneGate gate;
  private final Thread thread;
  private final List<Arrival> came = new ArrayList<>();
  private final List<Attempt> ended = new ArrayList<>();
  private volatile Ending ending = Ending.NO;
  private volatile boolean cancelsChanged;

  Slot(String name, Place place, ClientSession session, List<String> queues)
      throws ActiveMQException {
    this.place = place;
    this.gate = place.gate();
    this.desk = new Desk(this, name, place, mailbox, session, queues);
    this.thread = new Thread(this::work, name);
  }

  void start() {
    gate.join(this);
    thread.start();
  }

  void wake() {
    mailbox.wake();
  }

  void cancelsChanged() {
    cancelsChanged = true;
    wake();
  }

  void drain() {
    if (ending == Ending.NO) {
      ending = Ending.DRAIN;
    }
    wake();
  }

  void stopNow() {
    ending = Ending.NOW;
    wake();
  }

  boolean isDone() {
    return !thread.isAlive();
  }

  void join(long millis) throws InterruptedException {
    thread.join(Math.max(1, millis));
  }

  Ending ending() {
    return ending;
  }

  /** Whether there are new cancels; asked by its own thread, and once for each change. */
  boolean heedsCancels() {
    boolean changed = cancelsChanged;
    cancelsChanged = false;
    return changed;
  }

  private void work() {
    try {
      while (ending == Ending.NO || !desk.isEmpty()) {
        came.clear();
        ended.clear();
        mailbox.take(desk.patience(System.nanoTime()), came, ended);
        for (Attempt each : ended) {
          desk.onEnded(each);
        }
        for (Arrival each : came) {
          desk.onArrival(each);
        }
        desk.tend(System.nanoTime());
      }
      desk.finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ActiveMQException | RuntimeException e) {
      place.fail(Failures.translate(e));
    } finally {
      desk.abandon();
      gate.leave(this);
    }
  }
}
