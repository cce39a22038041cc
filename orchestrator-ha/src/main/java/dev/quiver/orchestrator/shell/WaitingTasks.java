package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.presence.PresenceBrowser;
import dev.quiver.messaging.presence.PresenceEntry;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.Target;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.ask.TaskView;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks of which no event has told yet, by browsing the queues in which they can wait.
 * Bounded: to find one task a queue with very many messages is not browsed, and then nobody can say
 * more than "waiting or unknown"; a list has what lies at the front of each queue.
 */
final class WaitingTasks {

  private static final long MOST_MESSAGES = 20_000;

  /** Of a queue with more it is not asked whether all of it can be seen. */
  private static final long COUNTED_MESSAGES = 1_000;

  /** So many messages of a queue are looked at for a list; it must not keep the leader busy. */
  private static final int LISTED_MESSAGES = 500;

  private final BrokerConnection connection;
  private final Addresses addresses;
  private final CountDesk counts;
  private final Supplier<SortedMap<TaskType, Instant>> withoutWorker;
  private final TaskCodec codec;

  /** What the queues of tasks for a named worker, and of those given to one, begin with. */
  private final String named;

  private final String assigned;

  WaitingTasks(
      BrokerConnection connection,
      CountDesk counts,
      Supplier<SortedMap<TaskType, Instant>> withoutWorker) {
    this.connection = connection;
    this.addresses = connection.settings().addresses();
    this.counts = counts;
    this.withoutWorker = withoutWorker;
    this.codec = new TaskCodec(addresses, Spool.defaults());
    this.named = prefix(addresses.taskWorker("x"));
    this.assigned = prefix(addresses.taskAssigned("x"));
  }

  /**
   * The waiting task of that id; unknown if it was not found, with a word on it if something waits
   * that cannot be looked at.
   */
  TaskView find(String task) {
    SimpleString selector = SimpleString.of("taskId = '" + task + "'");
    List<TaskView> found = new ArrayList<>();
    Set<String> paused = paused();
    List<String> waits = new ArrayList<>();
    try (ClientSession session = connection.autoCommitSession()) {
      session.start();
      for (Map.Entry<String, Long> each : counts.latest().entrySet()) {
        String queue = each.getKey();
        // A count is up to a second old: a queue that was empty then is looked into as well.
        if (each.getValue() <= MOST_MESSAGES) {
          browse(session, queue, selector, 1, paused, found::add);
        }
        if (!found.isEmpty()) {
          return found.get(0);
        }
        if (!queue.startsWith(assigned)) {
          waits.add(queue);
        }
      }
      for (String queue : waits) {
        if (!isAllSeen(session, queue)) {
          return TaskView.perhapsWaiting(task);
        }
      }
      return TaskView.unknown(task);
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /**
   * Whether a browser sees all that is in that queue: neither delayed messages, nor those that the
   * leader has received and nobody has room for.
   */
  private static boolean isAllSeen(ClientSession session, String queue) throws ActiveMQException {
    SimpleString name = SimpleString.of(queue);
    ClientSession.QueueQuery there = session.queueQuery(name);
    long count = there.isExists() ? there.getMessageCount() : 0;
    if (count == 0 || count > COUNTED_MESSAGES) {
      return count == 0;
    }
    long seen = 0;
    try (ClientConsumer browser = session.createConsumer(name, null, true)) {
      while (seen < count && browser.receiveImmediate() != null) {
        seen++;
      }
    }
    return seen == count;
  }

  /**
   * Tasks that wait to be assigned, from the front of each queue.
   *
   * @param wanted which of them
   */
  List<TaskView> list(Predicate<TaskView> wanted) {
    List<TaskView> found = new ArrayList<>();
    Set<String> paused = paused();
    try (ClientSession session = connection.autoCommitSession()) {
      session.start();
      for (String queue : counts.latest().keySet()) {
        if (!queue.startsWith(assigned)) {
          browse(
              session,
              queue,
              null,
              LISTED_MESSAGES,
              paused,
              view -> {
                if (wanted.test(view)) {
                  found.add(view);
                }
              });
        }
      }
      return found;
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private void browse(
      ClientSession session,
      String queue,
      @Nullable SimpleString selector,
      int most,
      Set<String> paused,
      Consumer<TaskView> found)
      throws ActiveMQException {
    SimpleString name = SimpleString.of(queue);
    ClientSession.QueueQuery there = session.queueQuery(name);
    if (!there.isExists() || there.getMessageCount() == 0) {
      return;
    }
    try (ClientConsumer browser = session.createConsumer(name, selector, true)) {
      for (int i = 0; i < most; i++) {
        ClientMessage message = browser.receiveImmediate();
        if (message == null) {
          return;
        }
        TaskView view = view(queue, message, paused);
        if (view != null) {
          found.accept(view);
        }
      }
    }
  }

  /** The keys of all that is paused; of a type also if each worker that has it is. */
  private Set<String> paused() {
    Set<String> paused = new HashSet<>();
    boolean anyWorker = false;
    for (StateEntry each : StateQueue.browse(connection)) {
      if (each instanceof StateEntry.Pause pause && pause.paused()) {
        paused.add(pause.target().key());
        anyWorker |= pause.target() instanceof Target.OneWorker;
      }
    }
    if (anyWorker) {
      addTypesOfPausedWorkers(paused);
    }
    return paused;
  }

  private void addTypesOfPausedWorkers(Set<String> paused) {
    Set<String> served = new HashSet<>();
    Set<String> types = new HashSet<>();
    for (PresenceEntry<List<String>> each :
        new PresenceBrowser(connection).browse(PresenceKind.WORKER, OrchestratorClient::types)) {
      types.addAll(each.facts());
      if (!paused.contains(new Target.OneWorker(new WorkerId(each.id())).key())) {
        served.addAll(each.facts());
      }
    }
    types.removeAll(served);
    types.forEach(type -> paused.add(new Target.OneType(new TaskType(type)).key()));
  }

  /** Null if it is no task. */
  private @Nullable TaskView view(String queue, ClientMessage message, Set<String> paused) {
    try {
      TaskMessage read = codec.peek(message);
      Task task = read.task();
      String worker = after(named, queue);
      if (worker == null) {
        worker = after(assigned, queue);
      }
      String waitsFor = waitsFor(queue, task, worker, paused);
      return TaskView.waiting(
          task,
          read.envelope().submitter(),
          read.envelope().generation(),
          worker,
          waitsFor,
          waitsFor.equals("worker") ? withoutWorker.get().get(task.type()) : null);
    } catch (RejectedMessageException | IOException e) {
      return null;
    }
  }

  private String waitsFor(String queue, Task task, @Nullable String worker, Set<String> paused) {
    if (queue.startsWith(assigned)) {
      return "turn";
    }
    if (worker != null) {
      // A pause concerns what orchestrators assign, and not what is addressed to a worker.
      return "named-worker";
    }
    boolean isForOrchestrators = !queue.equals(addresses.taskPool(task.type().name()));
    if (isForOrchestrators
        && (paused.contains(new Target.Everything().key())
            || paused.contains(new Target.OneType(task.type()).key()))) {
      return "resume";
    }
    if (queue.equals(addresses.taskHeld(task.type().name()))) {
      return "group";
    }
    return withoutWorker.get().containsKey(task.type()) ? "worker" : "turn";
  }

  private static String prefix(String queue) {
    return queue.substring(0, queue.length() - 1);
  }

  private static @Nullable String after(String prefix, String queue) {
    return queue.startsWith(prefix) ? queue.substring(prefix.length()) : null;
  }
}
