package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Finds a task that no event has told of yet, by browsing the queues in which it can wait. Bounded:
 * a queue with very many messages is not browsed, and then nobody can say more than "waiting or
 * unknown".
 */
final class WaitingTasks {

  private static final long MOST_MESSAGES = 20_000;

  private final BrokerConnection connection;
  private final Addresses addresses;
  private final CountDesk counts;
  private final Supplier<SortedMap<TaskType, Instant>> withoutWorker;

  WaitingTasks(
      BrokerConnection connection,
      CountDesk counts,
      Supplier<SortedMap<TaskType, Instant>> withoutWorker) {
    this.connection = connection;
    this.addresses = connection.settings().addresses();
    this.counts = counts;
    this.withoutWorker = withoutWorker;
  }

  /** The waiting task of that id; unknown if it was not found. */
  TaskView find(String task) {
    String filter = "taskId = '" + task + "'";
    try (ClientSession session = connection.autoCommitSession()) {
      session.start();
      for (Map.Entry<String, Long> each : counts.latest().entrySet()) {
        String queue = each.getKey();
        // A count is up to a second old: a queue that was empty then is looked into as well.
        if (each.getValue() <= MOST_MESSAGES) {
          TaskView found = findIn(session, queue, filter, task);
          if (found != null) {
            return found;
          }
        }
      }
      return TaskView.unknown(task);
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private @Nullable TaskView findIn(ClientSession session, String queue, String filter, String task)
      throws ActiveMQException {
    SimpleString name = SimpleString.of(queue);
    if (session.queueQuery(name).getMessageCount() == 0) {
      return null;
    }
    try (ClientConsumer browser = session.createConsumer(name, SimpleString.of(filter), true)) {
      ClientMessage message = browser.receiveImmediate();
      return message == null ? null : view(queue, message, task);
    }
  }

  private TaskView view(String queue, ClientMessage message, String task) {
    try {
      TaskMessage read = new TaskCodec(addresses, Spool.defaults()).read(message);
      Task found = read.task();
      String own = addresses.taskWorker("x");
      String named = own.substring(0, own.length() - 1);
      String assigned = addresses.taskAssigned("x");
      String given = assigned.substring(0, assigned.length() - 1);
      String worker = null;
      String waitsFor = "turn";
      Instant since = null;
      if (queue.startsWith(named)) {
        worker = queue.substring(named.length());
        waitsFor = "named-worker";
      } else if (queue.startsWith(given)) {
        worker = queue.substring(given.length());
      } else if (queue.equals(addresses.taskHeld(found.type().name()))) {
        waitsFor = "group";
      } else if (withoutWorker.get().containsKey(found.type())) {
        waitsFor = "worker";
        since = withoutWorker.get().get(found.type());
      }
      return TaskView.waiting(
          task,
          found.type().name(),
          read.envelope().submitter(),
          found.submittedAt(),
          worker,
          waitsFor,
          since);
    } catch (RejectedMessageException | IOException e) {
      return TaskView.unknown(task);
    }
  }
}
