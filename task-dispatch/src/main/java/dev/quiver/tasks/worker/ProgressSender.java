package dev.quiver.tasks.worker;

import dev.quiver.messaging.batch.KnownQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.wire.ProgressCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Sends the progress of running tasks to their inboxes: of each task the newest, not more often
 * than four times a second. Nothing is promised of it, so it is outside of every transaction, and
 * what cannot be sent is dropped.
 */
final class ProgressSender {

  private static final long EVERY_MILLIS = 250;
  private static final int INBOXES = 500;

  /** What it is sent through. */
  interface Wire {
    void send(String inbox, Progress progress) throws ActiveMQException;
  }

  private record News(String inbox, Progress progress) {}

  private final WorkerConfig config;
  private final Wire wire;
  private final Map<Attempt, News> news = new LinkedHashMap<>();
  private final Thread thread;
  private boolean closed;

  ProgressSender(WorkerConfig config, Wire wire) {
    this.config = config;
    this.wire = wire;
    this.thread = new Thread(this::work, config.id() + "-progress");
    thread.setDaemon(true);
  }

  static ProgressSender start(WorkerConfig config, BrokerConnection connection)
      throws ActiveMQException {
    ProgressSender sender = new ProgressSender(config, new Inboxes(connection));
    sender.start();
    return sender;
  }

  void start() {
    thread.start();
  }

  /** Remembers it to be sent; called by handlers. */
  synchronized void tell(Attempt attempt, double fraction, String note) {
    if (closed) {
      return;
    }
    Task task = attempt.message().task();
    Progress progress =
        new Progress(
            task.id(), task.type(), task.batch(), config.id(), attempt.number(), fraction, note);
    if (news.put(attempt, new News(attempt.message().envelope().replyTo(), progress)) == null
        && news.size() == 1) {
      notifyAll();
    }
  }

  private synchronized List<News> next() throws InterruptedException {
    while (news.isEmpty() && !closed) {
      wait();
    }
    List<News> all = new ArrayList<>(news.values());
    news.clear();
    return all;
  }

  private void work() {
    try {
      for (List<News> all = next(); !all.isEmpty(); all = next()) {
        for (News each : all) {
          sendOrDrop(each);
        }
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that cannot be sent must not end those of all others; with the connection it is closed. */
  private void sendOrDrop(News each) {
    try {
      wire.send(each.inbox(), each.progress());
    } catch (ActiveMQException | RuntimeException e) {
      Slot.LOG.debug("{}: news of progress could not be sent: {}", config.id(), e.getMessage());
    }
  }

  synchronized void close() {
    closed = true;
    news.clear();
    notifyAll();
  }

  /** Belongs to the sender's thread. */
  private static final class Inboxes implements Wire {
    private final ClientSession session;
    private final ClientProducer producer;
    private final KnownQueues inboxes;
    private final ProgressCodec codec = new ProgressCodec();

    Inboxes(BrokerConnection connection) throws ActiveMQException {
      this.session = connection.preAcknowledgedSession();
      this.producer = session.createProducer();
      this.inboxes = new KnownQueues(session, INBOXES);
    }

    @Override
    public void send(String inbox, Progress progress) throws ActiveMQException {
      if (!inboxes.exists(inbox)) {
        return;
      }
      try {
        ClientMessage message = codec.write(session::createMessage, progress);
        message.setRoutingType(RoutingType.ANYCAST);
        producer.send(inboxes.address(inbox), message);
      } catch (ActiveMQException e) {
        inboxes.forget();
        throw e;
      }
    }
  }
}
