package dev.quiver.messaging.batch;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves messages in transactions, on a thread of its own, until it is closed.
 *
 * <p>A batch is whatever waits when the thread comes to it, up to a limit: a lone message is
 * committed at once, and while a commit is under way the next batch gathers, so that batches grow
 * with the load.
 *
 * <p>When something fails, nothing is redone; everything uncommitted is received again:
 *
 * <ul>
 *   <li>The connection broke, also during a commit of which nobody knows whether it happened: the
 *       loop waits for the broker and begins anew. What was committed does not come back.
 *   <li>The transaction cannot commit, or handling a message failed: as many messages as there were
 *       in it are then committed singly, so that only the culprit fails again; that one is given to
 *       {@link Move#refused}.
 * </ul>
 */
public final class BatchLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);
  private static final Duration LOOK_AROUND = Duration.ofSeconds(1);
  private static final int MAX_REFUSED = 10_000;

  private final String name;
  private final Connections connections;
  private final BatchConfig config;
  private final Move move;
  private final WaitListener listener;
  private final Clock clock;
  private final Thread thread;

  /** Which messages could not be moved, by the id that they keep in their queue. */
  private final Map<Long, QuiverMessagingException> refused = new HashMap<>();

  private final List<Long> batch = new ArrayList<>();
  private List<String> queues = List.of();
  private int singly;
  private volatile boolean closed;

  /** It waits for the broker, or rests, with no transaction open: may be interrupted. */
  private volatile boolean resting = true;

  private volatile @Nullable Mailbox<ClientMessage> current;

  private BatchLoop(
      String name,
      Connections connections,
      BatchConfig config,
      Move move,
      WaitListener listener,
      Clock clock) {
    this.name = name;
    this.connections = connections;
    this.config = config;
    this.move = move;
    this.listener = listener;
    this.clock = clock;
    this.thread = new Thread(this::run, name);
  }

  /**
   * Starts moving; waits for the broker if it is away.
   *
   * @param name of the thread and in the log
   * @param listener hears when it waits for the broker; on the loop's thread
   */
  public static BatchLoop start(
      String name,
      Connections connections,
      BatchConfig config,
      Move move,
      WaitListener listener,
      Clock clock) {
    BatchLoop loop = new BatchLoop(name, connections, config, move, listener, clock);
    loop.thread.start();
    return loop;
  }

  /** Whether its thread still runs; it ends by being closed, or when its login is refused. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    while (!closed) {
      resting = true;
      try (BrokerConnection connection = connections.await(Use.FENCED, listener)) {
        resting = false;
        while (!closed && !connection.isClosed()) {
          runSession(connection);
        }
      } catch (InterruptedException e) {
        return;
      } catch (QuiverMessagingException e) {
        if (!closed && !isConnectionLoss(e)) {
          LOG.error("{}: stopped, since {}", name, e.getMessage());
          return;
        }
      }
    }
  }

  /** Runs until something fails; throws if that was the connection. */
  private void runSession(BrokerConnection connection) throws InterruptedException {
    // The mailbox is closed before the session, which waits for the handler that puts into it.
    try (TransactedSession session = TransactedSession.on(connection);
        Mailbox<ClientMessage> mailbox = new Mailbox<>(config.mailbox())) {
      current = mailbox;
      session.onFailure(mailbox::close);
      queues = move.open(session.queues());
      for (String queue : queues) {
        session.consume(queue, config.windowBytes(), mailbox::put);
      }
      session.start();
      DeliveryWatchdog watchdog = new DeliveryWatchdog(config.deafAfter(), clock.instant());
      while (!closed && !mailbox.isClosed() && !session.hasDeadConsumer()) {
        ClientMessage first = mailbox.poll(LOOK_AROUND);
        if (first != null) {
          watchdog.delivered(clock.instant());
          moveBatch(session, mailbox, first);
        } else if (watchdog.isDeaf(clock.instant(), () -> waiting(session))) {
          LOG.warn("{}: messages wait and none comes: its consumers are made anew", name);
          return;
        }
      }
    } catch (RuntimeException e) {
      recover(Failures.translate(e));
    }
  }

  private long waiting(TransactedSession session) {
    long waiting = 0;
    for (String queue : queues) {
      waiting += session.queues().depth(queue);
    }
    return waiting;
  }

  private void moveBatch(
      TransactedSession session, Mailbox<ClientMessage> mailbox, ClientMessage first) {
    batch.clear();
    int limit = singly > 0 ? 1 : config.maxBatch();
    ClientMessage message = first;
    do {
      batch.add(message.getMessageID());
      moveOne(session, message);
      message = batch.size() < limit ? mailbox.poll() : null;
    } while (message != null);
    session.commit();
    singly = Math.max(0, singly - 1);
    if (!refused.isEmpty()) {
      batch.forEach(refused::remove);
    }
    move.committed(batch.size());
    batch.clear();
  }

  private void moveOne(TransactedSession session, ClientMessage message) {
    QuiverMessagingException why = refused.get(message.getMessageID());
    try {
      if (why != null) {
        move.refused(message, why, session);
      } else {
        move.process(message, session);
      }
    } catch (RejectedMessageException e) {
      move.rejected(message, e, session);
    }
    session.acknowledge(message);
  }

  private void recover(QuiverMessagingException why) throws InterruptedException {
    int lost = batch.size();
    if (lost > 0) {
      move.rolledBack(why);
    }
    if (isConnectionLoss(why)) {
      batch.clear();
      throw why;
    }
    LOG.warn("{}: a batch of {} is received again, since {}", name, lost, why.getMessage());
    if (lost == 1) {
      boolean again = refused.put(batch.get(0), why) != null;
      if (refused.size() > MAX_REFUSED) {
        refused.clear();
      }
      if (again) {
        LOG.error("{}: a message can neither be moved nor refused: {}", name, why.getMessage());
        rest();
      }
    } else if (lost == 0) {
      // Its queues could not be opened.
      rest();
    }
    // Those that were ahead of the transaction are delivered before the ones behind.
    singly = Math.max(singly, lost);
    batch.clear();
  }

  private void rest() throws InterruptedException {
    resting = true;
    if (!closed) {
      Thread.sleep(config.pause().toMillis());
    }
    resting = false;
  }

  private static boolean isConnectionLoss(QuiverMessagingException e) {
    return e instanceof ConnectionLostException
        || e instanceof UnknownOutcomeException
        || e instanceof BrokerUnreachableException;
  }

  /**
   * Stops receiving, lets the batch under way commit, and returns when the thread has ended. What
   * was received and not committed goes back to its queue.
   */
  @Override
  public void close() {
    closed = true;
    Mailbox<ClientMessage> mailbox = current;
    if (mailbox != null) {
      mailbox.close();
    }
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      while (thread.isAlive()) {
        if (resting) {
          thread.interrupt();
        }
        thread.join(50);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
