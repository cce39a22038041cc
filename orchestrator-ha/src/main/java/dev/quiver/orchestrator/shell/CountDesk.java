package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.orchestrator.Event;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Counts the queues of tasks for a leader, on a thread of its own: the broker answers in a while,
 * and tasks must not wait for that. Publishes the marks that tell which events a count includes.
 */
final class CountDesk implements AutoCloseable {

  private static final SimpleString JMS_TYPE = SimpleString.of("JMSType");

  private final Addresses addresses;
  private final Consumer<Input> mailbox;
  private final QueueCounter counter;
  private final ClientSession session;
  private final ExecutorService thread;
  private volatile SortedMap<String, Long> latest = new TreeMap<>();

  CountDesk(BrokerConnection connection, String process, Consumer<Input> mailbox)
      throws ActiveMQException {
    this.addresses = connection.settings().addresses();
    this.mailbox = mailbox;
    this.counter = new QueueCounter(connection, process);
    this.session = connection.autoCommitSession();
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, process);
              made.setDaemon(true);
              return made;
            });
  }

  /** Counts, and tells the core. */
  void count(long request) {
    run(
        () -> {
          SortedMap<String, Long> all = new TreeMap<>();
          SortedMap<WorkerId, Long> assigned = workers(prefix(addresses.taskAssigned("x")), all);
          SortedMap<WorkerId, Long> named = workers(prefix(addresses.taskWorker("x")), all);
          TreeSet<TaskType> types = new TreeSet<>();
          String submit = addresses.namespace() + ".tasks.submit.";
          Map<String, Long> waiting = counter.count(submit);
          all.putAll(waiting);
          for (String queue : waiting.keySet()) {
            int end = queue.lastIndexOf('.');
            types.add(new TaskType(queue.substring(submit.length(), end)));
          }
          all.putAll(counter.count(addresses.namespace() + ".tasks.held."));
          all.putAll(counter.count(prefix(addresses.taskPool("x"))));
          latest = all;
          mailbox.accept(
              new Input.Learned(new Event.QueuesCounted(request, assigned, named, types)));
        });
  }

  private static String prefix(String queue) {
    return queue.substring(0, queue.length() - 1);
  }

  private SortedMap<WorkerId, Long> workers(String prefix, Map<String, Long> all) {
    Map<String, Long> counts = counter.count(prefix);
    all.putAll(counts);
    SortedMap<WorkerId, Long> workers = new TreeMap<>();
    counts.forEach(
        (queue, count) -> workers.put(new WorkerId(queue.substring(prefix.length())), count));
    return workers;
  }

  /** Publishes a mark on the topic of events. */
  void mark(long epoch, long request) {
    run(
        () -> {
          ClientMessage message = session.createMessage(Message.TEXT_TYPE, false);
          message.setRoutingType(RoutingType.MULTICAST);
          message.putStringProperty(JMS_TYPE, SimpleString.of(LedgerFeed.MARK));
          message.putLongProperty(LedgerFeed.MARK_EPOCH, epoch);
          message.putLongProperty(LedgerFeed.MARK_REQUEST, request);
          try (var producer = session.createProducer(SimpleString.of(addresses.taskEvents()))) {
            producer.send(message);
          } catch (ActiveMQException e) {
            throw Failures.translate(e);
          }
        });
  }

  /** How much lay in that queue when it was last counted. */
  long latest(String queue) {
    return latest.getOrDefault(queue, 0L);
  }

  /** All that was counted last, by queue. */
  SortedMap<String, Long> latest() {
    return new TreeMap<>(latest);
  }

  /**
   * How many tasks of each type wait in its submit and held queues and in its pool, those included
   * that its workers have in hand from there; as it was counted last.
   */
  SortedMap<String, Long> waitingByType() {
    SortedMap<String, Long> types = new TreeMap<>();
    String submit = addresses.namespace() + ".tasks.submit.";
    String held = addresses.namespace() + ".tasks.held.";
    String pool = prefix(addresses.taskPool("x"));
    latest.forEach(
        (queue, count) -> {
          if (queue.startsWith(submit)) {
            types.merge(queue.substring(submit.length(), queue.lastIndexOf('.')), count, Long::sum);
          } else if (queue.startsWith(held)) {
            types.merge(queue.substring(held.length()), count, Long::sum);
          } else if (queue.startsWith(pool)) {
            types.merge(queue.substring(pool.length()), count, Long::sum);
          }
        });
    return types;
  }

  /** How many tasks wait for a worker by name, or run there; as it was counted last. */
  long named() {
    String prefix = prefix(addresses.taskWorker("x"));
    return latest.entrySet().stream()
        .filter(each -> each.getKey().startsWith(prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void run(Runnable what) {
    try {
      thread.execute(
          () -> {
            try {
              what.run();
            } catch (RuntimeException e) {
              mailbox.accept(new Input.Broken(Failures.translate(e)));
            }
          });
    } catch (RejectedExecutionException closed) {
      // Nobody waits for it any more.
      return;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    counter.close();
  }
}
