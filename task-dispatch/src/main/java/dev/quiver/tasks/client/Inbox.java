package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The thread that reads a client's results: either takes them, and acknowledges many at a time, or
 * leaves them where they are and only looks at what is new. After each reconnect it makes sure that
 * the queue is there before it reads on: the broker may have swept it away meanwhile.
 *
 * <p>Of those who take outcomes there is one at a time. Its session bears the queue's name, which
 * the broker allows once: counting the consumers of the queue would let two in that come together.
 */
final class Inbox implements BrokerConnection.ChangeListener {

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  /** The metadata in which a session says from which inbox it takes. */
  private static final String TAKES = "quiver-inbox";

  /** Some thousands of outcomes on their way, so that the reader never waits for the broker. */
  private static final int WINDOW_BYTES = 2 * 1024 * 1024;

  private static final int MAX_BATCH = 1000;
  private static final long MAX_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long WAIT_MS = 200;

  /**
   * How long to wait for more before what came is acknowledged. While that is written to the
   * broker's disk nothing is read: of lone tasks, one after the other, each outcome would find the
   * reader busy with the one before.
   */
  private static final long MORE_MS = 10;

  private static final long LOOK_BUSY_MS = 20;
  private static final long LOOK_IDLE_MS = 250;
  private static final long PAUSE_MS = 200;

  private final String client;
  private final BrokerConnection connection;
  private final InboxQueue queue;
  private final boolean keep;
  private final boolean fetch;
  private final InboxReader reader;
  private final InFlight inFlight;
  private final ClientListener listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final AtomicBoolean away = new AtomicBoolean();
  private volatile boolean renew = true;
  private String lastTold = "";
  private @Nullable ClientSession session;
  private @Nullable ClientConsumer consumer;

  /**
   * Reads nothing yet.
   *
   * @param client its id
   * @param keep whether outcomes stay where they are
   * @param fetch whether to have those sent here that wait on other brokers of a cluster
   */
  Inbox(
      String client,
      BrokerConnection connection,
      InboxQueue queue,
      boolean keep,
      boolean fetch,
      InboxReader reader,
      InFlight inFlight,
      ClientListener listener) {
    this.client = client;
    this.connection = connection;
    this.queue = queue;
    this.keep = keep;
    this.fetch = fetch;
    this.reader = reader;
    this.inFlight = inFlight;
    this.listener = listener;
    this.thread = new Thread(this::run, "quiver-client-" + client + "-results");
    this.thread.setDaemon(true);
  }

  /**
   * @throws ClientIdInUseException if another process takes what comes into this inbox
   */
  void start() throws ActiveMQException {
    connection.onChange(this);
    renew = false;
    open();
    thread.start();
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void broken() {
    if (away.compareAndSet(false, true)) {
      listener.disconnected();
    }
  }

  @Override
  public void restored() {
    renew = true;
    away.set(false);
    listener.reconnected();
  }

  @Override
  public void lost() {
    broken();
    if (connection.isShutOut()) {
      listener.shutOut(connection.shutOut());
      inFlight.close();
    }
  }

  private void run() {
    while (closing.getCount() > 0 && !connection.isShutOut()) {
      try {
        if (renew) {
          renew = false;
          open();
        }
        if (keep) {
          look();
        } else {
          take();
        }
        lastTold = "";
      } catch (ActiveMQException | RuntimeException e) {
        if (closing.getCount() > 0 && !connection.isShutOut()) {
          told(Failures.translate(e));
        }
        renew = true;
        pause(PAUSE_MS);
      }
    }
    closeSession();
  }

  /** Once each; that the broker was away is no news: the listener heard of it. */
  private void told(QuiverMessagingException failure) {
    if (lastTold.equals(failure.getMessage())) {
      return;
    }
    lastTold = String.valueOf(failure.getMessage());
    boolean outage =
        failure instanceof ConnectionLostException
            || failure instanceof RolledBackException
            || failure instanceof UnknownOutcomeException;
    LOG.atLevel(outage ? Level.INFO : Level.WARN)
        .log(
            "{}: reading results failed, trying again: {}", thread.getName(), failure.getMessage());
  }

  private void open() throws ActiveMQException {
    closeSession();
    ClientSession opened = keep ? connection.autoCommitSession() : connection.transactedSession();
    session = opened;
    if (!keep) {
      claim(opened);
    }
    queue.ensure(opened);
    consumer = opened.createConsumer(queue.name(), null, WINDOW_BYTES, -1, keep);
    if (fetch) {
      // Brokers send outcomes to where somebody consumes, and looking is not consuming. This one
      // gives no credit, so it is sent nothing.
      opened.createConsumer(queue.name(), null, 0, -1, false);
    }
    opened.start();
  }

  private void claim(ClientSession opened) throws ActiveMQException {
    try {
      opened.addUniqueMetaData(TAKES, queue.name().toString());
    } catch (ActiveMQException e) {
      if (e.getType() == ActiveMQExceptionType.DUPLICATE_METADATA) {
        throw new ClientIdInUseException(client);
      }
      throw e;
    }
  }

  /** Takes what is there, and acknowledges it together: at the latest when nothing follows. */
  private void take() throws ActiveMQException {
    ClientConsumer from = consumer();
    ClientMessage message = from.receive(WAIT_MS);
    if (message == null) {
      return;
    }
    long begin = System.nanoTime();
    ClientMessage last = message;
    for (int count = 1; message != null; count++) {
      reader.read(message);
      last = message;
      boolean full = count >= MAX_BATCH || System.nanoTime() - begin > MAX_BATCH_NANOS;
      message = full || renew ? null : from.receive(MORE_MS);
    }
    inFlight.makeRoom();
    last.acknowledge();
    requireSession().commit();
  }

  private void look() throws ActiveMQException {
    ClientConsumer from = consumer();
    for (ClientMessage each = from.receiveImmediate();
        each != null && !renew;
        each = from.receiveImmediate()) {
      reader.read(each);
    }
    inFlight.makeRoom();
    pause(inFlight.size() > 0 ? LOOK_BUSY_MS : LOOK_IDLE_MS);
  }

  private ClientConsumer consumer() {
    if (consumer == null) {
      throw new IllegalStateException("the inbox is not open");
    }
    return consumer;
  }

  private ClientSession requireSession() {
    if (session == null) {
      throw new IllegalStateException("the inbox is not open");
    }
    return session;
  }

  private void pause(long millis) {
    try {
      if (closing.await(millis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  private void closeSession() {
    ClientSession open = session;
    session = null;
    consumer = null;
    if (open != null) {
      try {
        open.close();
      } catch (ActiveMQException e) {
        LOG.debug("{}: its session could not be closed: {}", thread.getName(), e.getMessage());
      }
    }
  }

  /** Ends reading; what was not acknowledged stays. */
  void stop(long timeoutMs) throws InterruptedException {
    closing.countDown();
    if (!isCurrent()) {
      thread.join(Math.max(1, timeoutMs));
    }
  }
}
