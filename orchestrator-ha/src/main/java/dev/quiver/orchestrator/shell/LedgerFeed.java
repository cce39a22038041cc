package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerEntry;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.EventsCodec;
import dev.quiver.tasks.wire.TaskEvent;
import dev.quiver.tasks.wire.TaskEvents;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads this orchestrator's durable subscription of {@code tasks.events} into its ledger, and tells
 * the core of outcomes and marks. What was read is acknowledged once the ledger has it in its file;
 * what is read twice after a crash changes nothing.
 */
final class LedgerFeed implements AutoCloseable {

  /** The {@code JMSType} of a mark; the number of the reign and of its request are properties. */
  static final String MARK = "mark";

  static final SimpleString MARK_EPOCH = SimpleString.of("markEpoch");
  static final SimpleString MARK_REQUEST = SimpleString.of("markRequest");

  private static final SimpleString JMS_TYPE = SimpleString.of("JMSType");
  private static final int WINDOW_BYTES = 2 * 1024 * 1024;
  private static final int FLUSH_AFTER = 1000;
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long EXPIRE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ClientSession session;
  private final ClientConsumer consumer;
  private final Ledger ledger;
  private final Clock clock;
  private final Consumer<Input> out;
  private final Rejections rejections;
  private final EventsCodec codec = new EventsCodec();
  private final Snapshot snapshot;
  private final boolean incomplete;
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean caughtUp;

  /** Whether all was copied that had been told before the subscription was made. */
  private boolean whole = true;

  private @Nullable ClientMessage last;
  private int unflushed;
  private long flushedAt = System.nanoTime();
  private long expiredAt = System.nanoTime();

  private LedgerFeed(
      BrokerConnection connection,
      String subscription,
      Ledger ledger,
      Snapshot snapshot,
      Clock clock,
      Consumer<Input> out,
      Rejections rejections)
      throws ActiveMQException {
    this.snapshot = snapshot;
    this.ledger = ledger;
    this.clock = clock;
    this.out = out;
    this.rejections = rejections;
    this.session = connection.autoCommitSession();
    boolean fresh = subscribe(connection.settings().addresses(), subscription);
    this.incomplete = fresh || ledger.isIncomplete();
    this.consumer = consumer(subscription);
    this.thread = new Thread(this::work, "orchestrator-ledger");
    thread.setDaemon(true);
  }

  /**
   * Begins to read.
   *
   * @param snapshot taken first if the subscription is new or the ledger is not complete
   * @param out hears of outcomes, marks, and of the end of the connection
   * @throws OrchestratorIdInUseException if another orchestrator of that name reads
   */
  static LedgerFeed start(
      BrokerConnection connection,
      String subscription,
      Ledger ledger,
      Snapshot snapshot,
      Clock clock,
      Consumer<Input> out,
      Rejections rejections)
      throws ActiveMQException {
    LedgerFeed feed =
        new LedgerFeed(connection, subscription, ledger, snapshot, clock, out, rejections);
    feed.session.start();
    feed.thread.start();
    return feed;
  }

  private ClientConsumer consumer(String subscription) throws ActiveMQException {
    try {
      return session.createConsumer(SimpleString.of(subscription), null, WINDOW_BYTES, -1, false);
    } catch (ActiveMQException e) {
      if (e.getType() == ActiveMQExceptionType.MAX_CONSUMER_LIMIT_EXCEEDED) {
        throw new OrchestratorIdInUseException(
            subscription.substring(subscription.lastIndexOf('.') + 1), e);
      }
      throw e;
    }
  }

  /** Whether there was no such subscription before. */
  private boolean subscribe(Addresses addresses, String name) throws ActiveMQException {
    if (session.queueQuery(SimpleString.of(name)).isExists()) {
      return false;
    }
    session.createQueue(
        QueueConfiguration.of(name)
            .setAddress(addresses.taskEvents())
            .setRoutingType(RoutingType.MULTICAST)
            .setDurable(true)
            .setMaxConsumers(1)
            .setAutoCreated(false)
            .setAutoDelete(false));
    return true;
  }

  /** Whether it has read all there was, and copied what had been told before. */
  boolean isCaughtUp() {
    return caughtUp;
  }

  private void work() {
    try {
      if (incomplete) {
        // Also if this process ends in the middle of it.
        ledger.markComplete(false);
        whole = snapshot.take();
        ledger.markComplete(whole);
      }
      while (!closing) {
        ClientMessage message =
            unflushed == 0 ? consumer.receive(500) : consumer.receiveImmediate();
        if (message != null) {
          take(message);
        } else if (consumer.isClosed()) {
          throw new ConnectionLostException(OrchestratorReasons.say("lost.events"), null);
        } else if (unflushed > 0 && !isFlushDue()) {
          message = consumer.receive(20);
          if (message != null) {
            take(message);
          }
        } else {
          caughtUp = whole;
        }
        if (unflushed >= FLUSH_AFTER || (unflushed > 0 && isFlushDue())) {
          flush();
        }
        expire();
      }
    } catch (ActiveMQException e) {
      broken(Failures.translate(e));
    } catch (RuntimeException e) {
      broken(Failures.translate(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who leads has nobody to copy from: what is in the subscription must do. */
  void abandonSnapshot() {
    snapshot.abandon();
  }

  private void broken(QuiverMessagingException why) {
    if (!closing) {
      out.accept(new Input.Broken(why));
    }
  }

  private boolean isFlushDue() {
    return System.nanoTime() - flushedAt >= FLUSH_NANOS;
  }

  private void take(ClientMessage message) {
    last = message;
    unflushed++;
    try {
      if (MARK.equals(String.valueOf(message.getObjectProperty(JMS_TYPE)))) {
        out.accept(
            new Input.Learned(
                new Event.MarkSeen(
                    message.getLongProperty(MARK_EPOCH), message.getLongProperty(MARK_REQUEST))));
        return;
      }
      TaskEvents events = codec.read(message);
      Instant now = clock.instant();
      for (TaskEvent each : events.events()) {
        ledger.apply(entry(events, each), now);
      }
      out.accept(new Input.Happened(events));
    } catch (RejectedMessageException e) {
      rejections.count(e, String.valueOf(message.getValidatedUserID()));
    } catch (IOException e) {
      throw new ConnectionLostException(OrchestratorReasons.say("lost.event"), e);
    }
  }

  static LedgerEntry entry(TaskEvents events, TaskEvent event) {
    WorkerId worker = event.worker() == null ? events.worker() : event.worker();
    Long epoch = event.epoch() == null ? events.epoch() : event.epoch();
    String batch = event.batch() == null ? "" : event.batch().value();
    String who = worker == null ? "" : worker.value();
    long reign = epoch == null ? 0 : epoch;
    long at = events.at().toEpochMilli();
    TaskState state = TaskState.of(event.state().label());
    String text = event.result() != null ? event.result() : event.reason();
    return new LedgerEntry(
        event.taskId().value(),
        event.type().name(),
        event.submitter(),
        batch,
        event.submittedAt() == null ? at : event.submittedAt().toEpochMilli(),
        new LedgerEntry.Latest(
            event.generation(),
            event.attempt(),
            reign,
            state,
            who,
            event.startedAt() == null ? LedgerEntry.UNKNOWN : event.startedAt().toEpochMilli(),
            at,
            text == null ? "" : text),
        state == TaskState.ASSIGNED
            ? new LedgerEntry.Assignment(event.generation(), event.attempt(), reign, at, who)
            : null);
  }

  private void flush() throws ActiveMQException {
    ledger.flush();
    ClientMessage read = last;
    if (read != null) {
      read.acknowledge();
    }
    last = null;
    unflushed = 0;
    flushedAt = System.nanoTime();
  }

  private void expire() {
    if (System.nanoTime() - expiredAt > EXPIRE_NANOS) {
      ledger.expire(clock.instant());
      expiredAt = System.nanoTime();
    }
  }

  /** Ends reading; what was not acknowledged comes again. */
  @Override
  public void close() {
    closing = true;
    snapshot.abandon();
    try {
      session.close();
    } catch (ActiveMQException e) {
      // Then the connection is gone, and with it the session.
      thread.interrupt();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
