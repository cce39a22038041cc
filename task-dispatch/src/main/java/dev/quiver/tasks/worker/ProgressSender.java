package dev.quiver.tasks.worker;

import dev.quiver.messaging.batch.KnownQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Progress;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
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
 * than four times a second. Nothing is promised of it, so it is outside of every transaction.
 */
final class ProgressSender {

  private static final long EVERY_MILLIS = 250;
  private static final int INBOXES = 500;

  private record News(String inbox, Progress progress) {}

  private final WorkerConfig config;
  private final ClientSession session;
  private final ClientProducer producer;
  private final KnownQueues inboxes;
  private final ProgressCodec codec = new ProgressCodec();
  private final Map<TaskId, News> news = new LinkedHashMap<>();
  private final Thread thread;
  private boolean closed;

  private ProgressSender(WorkerConfig config, BrokerConnection connection)
      throws ActiveMQException {
    this.config = config;
    this.session = connection.preAcknowledgedSession();
    this.producer = session.createProducer();
    this.inboxes = new KnownQueues(session, INBOXES);
    this.thread = new Thread(this::work, config.id() + "-progress");
    thread.setDaemon(true);
  }

  static ProgressSender start(WorkerConfig config, BrokerConnection connection)
      throws ActiveMQException {
    ProgressSender sender = new ProgressSender(config, connection);
    sender.thread.start();
    return sender;
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
    if (news.put(task.id(), new News(attempt.message().envelope().replyTo(), progress)) == null
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
          send(each);
        }
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ActiveMQException | QuiverMessagingException e) {
      Slot.LOG.debug("{}: no progress is sent any more: {}", config.id(), e.getMessage());
    }
  }

  private void send(News each) throws ActiveMQException {
    if (!inboxes.exists(each.inbox())) {
      return;
    }
    try {
      ClientMessage message = codec.write(session::createMessage, each.progress());
      message.setRoutingType(RoutingType.ANYCAST);
      producer.send(inboxes.address(each.inbox()), message);
    } catch (IllegalArgumentException e) {
      Slot.LOG.debug("a note on progress cannot be sent: {}", e.getMessage());
    }
  }

  synchronized void close() {
    closed = true;
    news.clear();
    notifyAll();
  }
}
