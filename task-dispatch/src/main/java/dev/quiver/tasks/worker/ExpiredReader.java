package dev.quiver.tasks.worker;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Sends the outcome of tasks that the broker expired while they waited. Workers share this work,
 * and share it with an orchestrator if there is one: each task has one receiver.
 */
final class ExpiredReader {

  private static final int AHEAD_BYTES = 16 * 1024;

  /** After a transaction that could not commit. */
  private static final long PAUSE_MILLIS = 250;

  /** The same where the broker takes nothing now. */
  private static final long LONG_PAUSE_MILLIS = 2_000;

  private final Place place;
  private final ClientSession session;
  private final Source source;
  private final TaskCodec codec;
  private final Batch batch;
  private final Commits commits;
  private final Settler settler;
  private final int most;
  private final Thread thread;

  private ExpiredReader(Place place, BrokerConnection connection) throws ActiveMQException {
    Worker worker = place.worker();
    WorkerConfig config = worker.config();
    RandomGenerator random = worker.newRandom();
    this.place = place;
    this.session = connection.transactedSession();
    this.codec = new TaskCodec(worker.addresses(), config.spool());
    this.source = new Source(worker.addresses().taskExpired(), codec, new Mailbox());
    this.batch = new Batch(session, place);
    this.commits = new Commits(session, batch, worker.salvage(), worker.counters());
    this.settler = new Settler(config.id(), config.backoff(), config.groupHold(), random);
    this.most = config.batch();
    this.thread = new Thread(this::work, config.id() + "-expired");
    thread.setDaemon(true);
  }

  static void start(Place place, BrokerConnection connection) throws ActiveMQException {
    new ExpiredReader(place, connection).thread.start();
  }

  private void work() {
    try {
      while (true) {
        readUntilUndone();
      }
    } catch (ActiveMQException | RuntimeException e) {
      place.fail(Failures.translate(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads with one consumer until a transaction is rolled back. */
  private void readUntilUndone() throws ActiveMQException, InterruptedException {
    ClientConsumer consumer =
        session.createConsumer(SimpleString.of(source.queue()), null, AHEAD_BYTES, -1, false);
    session.start();
    Commits.After after = Commits.After.GO_ON;
    while (after == Commits.After.GO_ON) {
      ClientMessage message = batch.size() == 0 ? consumer.receive() : consumer.receiveImmediate();
      if (message != null) {
        settle(consumer, message);
      } else if (consumer.isClosed()) {
        throw Failures.translate(new ActiveMQException("the consumer was closed"));
      }
      if (message == null || batch.size() >= commits.most(most)) {
        after = commits.commit();
      }
    }
    consumer.close();
    commits.rollback();
    Thread.sleep(after == Commits.After.PAUSE ? LONG_PAUSE_MILLIS : PAUSE_MILLIS);
  }

  private void settle(ClientConsumer consumer, ClientMessage message) throws ActiveMQException {
    Arrival arrival = new Arrival(source, consumer, message);
    TaskMessage task;
    try {
      // What nobody executes is not fetched.
      task = codec.peek(message);
    } catch (RejectedMessageException | IOException e) {
      arrival.rejectedBecause(String.valueOf(e.getMessage()));
      batch.reject(arrival);
      return;
    }
    if (commits.strikes(task) > 1) {
      // What could not be committed on its own twice must not stand before all others for ever.
      batch.buryInSilence(arrival, task, Judge.UNSENDABLE);
      return;
    }
    Verdict expired =
        new Verdict.Expire(TaskReasons.say("deadline.waited", task.task().deadline()));
    Settlement settlement = settler.settle(task, expired, place.worker().clock().instant());
    if (settlement != null) {
      batch.settle(arrival, task, settlement);
    }
  }
}
