package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The broker: durable queues with transactions and redelivery, an exclusive queue with the token, a
 * topic of events with a durable subscription for each orchestrator, a last-value queue.
 */
final class Broker {

  private final World world;
  private final Checker checker;
  private final Map<Place, Queue> queues = new LinkedHashMap<>();
  private final SortedMap<String, StateEntry> state = new TreeMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private final List<Consumer<Transaction.Told>> events = new ArrayList<>();
  private final List<Runnable> onChange = new ArrayList<>();

  /** Candidates in the order in which they came; the first that is open has the token's queue. */
  private final List<Connection> candidates = new ArrayList<>();

  private final List<Long> tokens = new ArrayList<>(List.of(0L));
  private @Nullable Connection tokenHolder;

  /** The duplicate ids of firings. */
  private final Set<TaskId> fired = new HashSet<>();

  private long positions;

  Broker(World world, Checker checker) {
    this.world = world;
    this.checker = checker;
  }

  Connection connect(String owner) {
    Connection connection = new Connection(owner);
    connections.add(connection);
    return connection;
  }

  void close(Connection connection) {
    if (!connection.open) {
      return;
    }
    connection.open = false;
    connections.remove(connection);
    candidates.remove(connection);
    if (tokenHolder == connection) {
      tokenHolder = null;
    }
    queues.values().forEach(queue -> queue.giveBackAllOf(connection));
    connection.onClosed.forEach(Runnable::run);
    changed();
  }

  void restart() {
    for (Connection connection : new ArrayList<>(connections)) {
      close(connection);
    }
  }

  Queue queue(Place place) {
    return queues.computeIfAbsent(place, Queue::new);
  }

  Iterable<Queue> queues() {
    return queues.values();
  }

  void onEvent(Consumer<Transaction.Told> subscriber) {
    events.add(subscriber);
  }

  void onChange(Runnable run) {
    onChange.add(run);
  }

  void submit(Place place, TaskHeader task) {
    checker.onAccepted(task);
    put(new Transaction.Send(place, task, 0, 0));
    changed();
  }

  /** Whether it was applied; a connection that is closed commits nothing. */
  boolean commit(Connection connection, Transaction transaction) {
    if (!connection.open) {
      return false;
    }
    checker.onCommit(transaction);
    for (Transaction.Ack ack : transaction.acks) {
      if (!ack.queue().acknowledge(ack.message(), connection)) {
        throw new AssertionError(connection.owner + " acknowledges what it does not hold");
      }
      checker.onGone(ack.message().task.key());
    }
    transaction.sends.forEach(this::put);
    transaction.results.forEach(checker::onOutcome);
    transaction.recorded.forEach(entry -> state.put(entry.key(), entry));
    transaction.accepted.forEach(Runnable::run);
    transaction.told.forEach(told -> events.forEach(each -> each.accept(told)));
    checker.afterCommit(this, transaction);
    changed();
    return true;
  }

  /**
   * A schedule's firing, in a transaction of its own: submits its task unless that was done before,
   * and records it in either case. Whether it was applied.
   */
  boolean fire(Connection connection, Move.Fire firing, long epoch) {
    if (!connection.open) {
      return false;
    }
    Schedule schedule = firing.schedule();
    Transaction own = new Transaction();
    own.epoch = epoch;
    own.recorded.add(new StateEntry.Periodic(schedule.name(), schedule, firing.due()));
    if (fired.add(firing.id())) {
      checker.onFired(schedule.name(), firing.due());
      TaskHeader task =
          new TaskHeader(
              new TaskKey(firing.id(), 0),
              schedule.type(),
              schedule.taskClass(),
              schedule.owner(),
              null,
              1,
              3,
              null,
              null,
              0,
              false);
      checker.onAccepted(task);
      own.sends.add(
          new Transaction.Send(new Place.Submit(task.type(), task.taskClass()), task, 0, 0));
    }
    return commit(connection, own);
  }

  /** What is acknowledged in it goes back, and everything else the session holds. */
  void rollBack(Connection connection) {
    queues.values().forEach(queue -> queue.giveBackAllOf(connection));
    changed();
  }

  List<StateEntry> browseState() {
    state.values().removeIf(entry -> entry instanceof StateEntry.Group group && group.over());
    return List.copyOf(state.values());
  }

  // The token.

  void compete(Connection candidate) {
    candidates.add(candidate);
  }

  /** The tokens, for the one candidate the exclusive queue delivers to; none for all others. */
  @Nullable List<Long> receiveTokens(Connection candidate) {
    if (!candidate.open || candidates.isEmpty() || candidates.get(0) != candidate) {
      return null;
    }
    tokenHolder = candidate;
    return List.copyOf(tokens);
  }

  /** Commits the epoch: all tokens are replaced by the next one, which the holder receives. */
  long commitEpoch(Connection holder) {
    if (!holder.open || tokenHolder != holder) {
      return -1;
    }
    long epoch = tokens.stream().max(Comparator.naturalOrder()).orElseThrow() + 1;
    tokens.clear();
    tokens.add(epoch);
    checker.onEpoch(epoch);
    return epoch;
  }

  private void put(Transaction.Send send) {
    queue(send.to()).add(new Message(++positions, send.task(), send.notBeforeMs(), send.epoch()));
    checker.onPlaced(send.task().key());
    if (send.notBeforeMs() > world.nowMs()) {
      world.after(send.notBeforeMs() - world.nowMs(), this::changed);
    }
  }

  private void changed() {
    onChange.forEach(Runnable::run);
  }
}
