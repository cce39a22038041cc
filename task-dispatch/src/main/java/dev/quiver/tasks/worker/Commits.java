package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.AddressFullException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.DiskFullException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QueueMissingException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.tasks.wire.TaskMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Commits a slot's transactions, and decides what follows when one cannot commit: its tasks are
 * received again and committed singly, so that the one that is at fault is found and blocks nobody.
 * Belongs to the slot's thread.
 */
final class Commits {

  /** How many transactions are of one task after one was rolled back. */
  private static final int SINGLY = 200;

  private static final int KEPT = 1_000;

  /** What a failed commit asks of the slot. */
  enum After {
    /** It is committed. */
    GO_ON,
    /** It was rolled back: everything received is void and comes again. */
    RECEIVE_AGAIN,
    /** The same, but after a pause, since the broker takes nothing now. */
    PAUSE
  }

  private final ClientSession session;
  private final Batch batch;
  private final Salvage salvage;
  private final WorkerCounters counters;
  private final Map<Batch.Owned, Integer> strikes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Batch.Owned, Integer> eldest) {
          return size() > KEPT;
        }
      };
  private int singly;

  Commits(ClientSession session, Batch batch, Salvage salvage, WorkerCounters counters) {
    this.session = session;
    this.batch = batch;
    this.salvage = salvage;
    this.counters = counters;
  }

  /** How many tasks to commit together now. */
  int most(int usual) {
    return singly > 0 ? 1 : usual;
  }

  /** How often the outcome of that task, alone in its transaction, could not be committed. */
  int strikes(TaskMessage task) {
    return strikes.isEmpty() ? 0 : strikes.getOrDefault(Batch.Owned.of(task), 0);
  }

  /**
   * Commits what is in the batch.
   *
   * @throws QuiverMessagingException if the connection is of no use any more
   */
  After commit() {
    int size = batch.size();
    Optional<Batch.Owned> only = batch.only();
    try {
      batch.commit();
      if (singly > 0) {
        singly--;
      }
      only.ifPresent(strikes::remove);
      return After.GO_ON;
    } catch (IllegalArgumentException e) {
      // What is in it cannot be written. Received again and alone, the task that is at fault shows.
      batch.abandon().forEach(salvage::keep);
      return afterRollback(new QuiverMessagingException("it cannot be written", e), size, only);
    } catch (ActiveMQException e) {
      QuiverMessagingException failure = Failures.translate(e);
      batch.abandon().forEach(salvage::keep);
      if (failure instanceof UnknownOutcomeException
          || failure instanceof ConnectionLostException) {
        throw failure;
      }
      return afterRollback(failure, size, only);
    }
  }

  private After afterRollback(
      QuiverMessagingException failure, int size, Optional<Batch.Owned> only) {
    counters.rolledBack.increment();
    singly = SINGLY;
    Slot.LOG.warn("a transaction of {} tasks was rolled back: {}", size, failure.getMessage());
    if (failure instanceof DiskFullException || failure instanceof AddressFullException) {
      return After.PAUSE;
    }
    // A missing inbox is looked for anew, and then nothing is sent there. A transaction that the
    // broker gave up (a time-out, a failover) says nothing against the task that was in it.
    if (size == 1
        && !(failure instanceof QueueMissingException)
        && !(failure instanceof RolledBackException)) {
      only.ifPresent(task -> strikes.merge(task, 1, Integer::sum));
    }
    return After.RECEIVE_AGAIN;
  }

  /** Undoes what the failed transaction acknowledged; its consumers are closed before. */
  void rollback() throws ActiveMQException {
    session.rollback();
  }
}
