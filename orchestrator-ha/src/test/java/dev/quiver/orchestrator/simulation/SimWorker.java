package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker: slots, a little prefetch, beats, a liveness consumer. */
final class SimWorker extends SimProcess {

  private static final int BEAT_MS = 1000;

  final WorkerId id;
  final int slots;
  final SortedSet<TaskType> types;
  private final Scenario scenario;
  private final Consumer<Event> toOrchestrators;
  private final Deque<Transaction.Ack> prefetched = new ArrayDeque<>();
  private int running;
  private boolean runningAlone;
  private int incarnation;
  private boolean pulling;

  SimWorker(
      World world,
      Broker broker,
      Scenario scenario,
      WorkerId id,
      int slots,
      SortedSet<TaskType> types,
      Consumer<Event> toOrchestrators) {
    super(world, broker, id.value(), 3000);
    this.scenario = scenario;
    this.id = id;
    this.slots = slots;
    this.types = types;
    this.toOrchestrators = toOrchestrators;
    broker.onChange(this::wake);
  }

  @Override
  void onStart() {
    incarnation++;
    reset();
    connect();
    beat();
  }

  @Override
  void onKilled() {
    reset();
  }

  private void reset() {
    prefetched.clear();
    running = 0;
    runningAlone = false;
    pulling = false;
  }

  private void connect() {
    Connection made = broker.connect(name);
    String mine = incarnation + "";
    made.onClosed.add(() -> toOrchestrators.accept(new Event.WorkerGone(id, mine)));
    connection = made;
    wake();
  }

  private void beat() {
    Connection current = connection;
    if (current == null || !current.open) {
      reset();
      connect();
    }
    toOrchestrators.accept(new Event.WorkerSeen(id, incarnation + "", types, slots, isAlone()));
    later(BEAT_MS + world.between(-20, 20), this::beat);
  }

  private void wake() {
    if (isUp() && !pulling) {
      pulling = true;
      later(
          world.between(1, 8),
          () -> {
            pulling = false;
            pull();
          });
    }
  }

  /** Whether it runs one task and nothing beside it, or is about to. */
  private boolean isAlone() {
    return runningAlone || prefetched.stream().anyMatch(each -> each.message().task.alone());
  }

  /** What it has beside a task that runs alone goes back. */
  private void giveBackOthers() {
    for (Transaction.Ack each : List.copyOf(prefetched)) {
      if (!each.message().task.alone()) {
        prefetched.remove(each);
        each.queue().putBack(each.message());
      }
    }
  }

  /** Prefetches from its two queues, then gives free slots something to do. */
  private void pull() {
    Connection current = connection;
    if (current == null || !current.open) {
      return;
    }
    for (Place place : List.of(new Place.Assigned(id), new Place.Named(id))) {
      Queue queue = broker.queue(place);
      while (!isAlone() && prefetched.size() + running < slots + 1) {
        Message message = queue.take(current, world.nowMs(), any -> true);
        if (message == null) {
          break;
        }
        prefetched.add(new Transaction.Ack(queue, message));
      }
    }
    if (isAlone()) {
      giveBackOthers();
    }
    while (!prefetched.isEmpty() && running < slots && !runningAlone) {
      boolean alone = prefetched.getFirst().message().task.alone();
      if (alone && running > 0) {
        break;
      }
      runningAlone = alone;
      run(current, prefetched.removeFirst());
    }
  }

  private void run(Connection current, Transaction.Ack held) {
    running++;
    TaskHeader task = held.message().task;
    if (scenario.isDue(task, world.now())) {
      TaskState state = scenario.isCancelled(task) ? TaskState.CANCELLED : TaskState.EXPIRED;
      finish(current, held, state, false);
      return;
    }
    world.note(name, task.key());
    if (scenario.breakage == Breakage.ACKNOWLEDGES_FIRST) {
      Transaction early = new Transaction();
      early.acks.add(held);
      scenario.breaks(() -> broker.commit(current, early));
    }
    if (scenario.kills(task)) {
      later(world.between(1, 50), this::kill);
      return;
    }
    later(scenario.runTimeMs(), () -> finish(current, held, scenario.result(task), true));
  }

  private void finish(Connection current, Transaction.Ack held, TaskState state, boolean executed) {
    later(world.between(1, 5), () -> commit(current, held, state, executed));
  }

  private void commit(Connection current, Transaction.Ack held, TaskState state, boolean executed) {
    if (connection != current || !current.open) {
      lost(current);
      return;
    }
    TaskHeader task = held.message().task;
    // What an orchestrator gave it waits where another worker can get it; a group's member keeps
    // its
    // place, and nothing is told of it.
    boolean away = held.queue().place instanceof Place.Assigned && task.group() == null;
    Transaction transaction = new Transaction();
    if (scenario.breakage != Breakage.ACKNOWLEDGES_FIRST || !executed) {
      transaction.acks.add(held);
    }
    if (state == TaskState.RETRYING) {
      TaskHeader again = task.withSuspicion(task.attempt() + 1, task.deaths(), task.alone());
      transaction.sends.add(
          new Transaction.Send(
              away ? new Place.Submit(task.type(), task.taskClass()) : held.queue().place,
              again,
              world.nowMs() + world.between(50, 500),
              away ? 0 : held.message().epoch));
    } else {
      transaction.results.add(new Transaction.Result(task, state, executed));
    }
    if (state != TaskState.RETRYING || away) {
      transaction.told.add(
          new Transaction.Told(id, task.key(), task.attempt(), held.message().epoch, state));
    }
    boolean unknown = scenario.loses(1);
    if (!unknown || world.chance(0.5)) {
      broker.commit(current, transaction);
    }
    if (unknown) {
      broker.close(current);
      lost(current);
      return;
    }
    running--;
    runningAlone = false;
    pull();
  }

  /** All it held has gone back to the broker. */
  private void lost(@Nullable Connection which) {
    if (connection == which) {
      reset();
      connect();
    }
  }
}
