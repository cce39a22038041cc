package dev.quiver.orchestrator.simulation;

import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.TaskState;
import dev.quiver.orchestrator.Ticket;
import dev.quiver.orchestrator.Timer;
import dev.quiver.orchestrator.core.Orchestrator;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The shell as it is meant to be, around the real core: one connection a reign, batched commits.
 */
final class SimOrchestrator extends SimProcess {

  private record Held(Queue queue, Message message) {}

  private record Published(long readyMs, Event event) {}

  private final Scenario scenario;

  // On the broker and on disk: survives the process.
  private final Deque<Published> subscription = new ArrayDeque<>();
  private final Map<TaskKey, TaskState> ledger = new TreeMap<>();
  private long lastReadyMs;

  // In memory.
  private Orchestrator core;
  private final Deque<Event> mailbox = new ArrayDeque<>();

  /** Timers of schedules: they go off when a transaction may be open. */
  private final Deque<Event> wakes = new ArrayDeque<>();

  private final Map<Long, Held> tickets = new TreeMap<>();
  private final Map<Long, Scenario.Request> requests = new TreeMap<>();
  private final TreeSet<TaskType> open = new TreeSet<>();
  private final TreeMap<WorkerId, Boolean> draining = new TreeMap<>();
  private Transaction transaction = new Transaction();
  private long lastTicket;
  private long lastMove;
  private long epoch;
  private boolean leading;
  private boolean busy;
  private boolean pumping;

  // What the core is told once the effects of its step are carried out.
  private long firedUpTo;
  private boolean undone;

  SimOrchestrator(World world, Broker broker, Scenario scenario, String name) {
    super(world, broker, name, 5000);
    this.scenario = scenario;
    this.core = new Orchestrator(scenario.config);
    broker.onEvent(
        told ->
            publish(
                new Event.OutcomeSeen(
                    told.worker(), told.task(), told.attempt(), told.epoch(), told.state())));
    broker.onChange(this::wake);
  }

  @Override
  void onStart() {
    core = new Orchestrator(scenario.config);
    forget();
    mailbox.clear();
    scenario.cancels().forEach(mailbox::add);
    if (!subscription.isEmpty()) {
      later(20, this::pump);
    }
    compete();
  }

  @Override
  void onKilled() {
    forget();
    mailbox.clear();
    if (world.chance(0.1)) {
      ledger.clear();
    }
  }

  boolean isLeading() {
    return leading;
  }

  /** Something that is not durable: lost if the process is down. */
  void tell(Event event) {
    if (isUp()) {
      later(
          world.between(1, 30),
          () -> {
            mailbox.add(event);
            pump();
          });
    }
  }

  private void publish(Event event) {
    lastReadyMs = Math.max(lastReadyMs, world.nowMs() + world.between(1, 20));
    subscription.add(new Published(lastReadyMs, event));
    if (isUp()) {
      later((int) (lastReadyMs - world.nowMs()), this::pump);
    }
  }

  private void wake() {
    if (isUp() && leading && !pumping) {
      pumping = true;
      later(
          world.between(1, 5),
          () -> {
            pumping = false;
            pump();
          });
    }
  }

  // Leadership.

  private void compete() {
    Connection candidate = broker.connect(name);
    connection = candidate;
    broker.compete(candidate);
    awaitToken(candidate);
  }

  private void awaitToken(Connection candidate) {
    later(
        world.between(10, 100),
        () -> {
          if (!candidate.open) {
            compete();
          } else if (broker.receiveTokens(candidate) == null) {
            awaitToken(candidate);
          } else {
            later(world.between(1, 20), () -> commitEpoch(candidate));
          }
        });
  }

  private void commitEpoch(Connection candidate) {
    long gained = broker.commitEpoch(candidate);
    if (gained < 0) {
      compete();
      return;
    }
    later(
        world.between(1, 20),
        () -> {
          if (!candidate.open) {
            compete();
            return;
          }
          epoch = gained;
          leading = true;
          lastMove = 0;
          step(new Event.LeadershipGained(gained, broker.browseState()));
          pump();
        });
  }

  private void lose() {
    if (scenario.breakage == Breakage.RECONNECTS) {
      scenario.broke();
      connection = broker.connect(name);
      busy = false;
      voidTickets();
      step(new Event.RolledBack());
      later(1, this::pump);
      return;
    }
    forget();
    voidTickets();
    step(new Event.LeadershipLost());
    later(world.between(10, 200), this::compete);
  }

  private void forget() {
    leading = false;
    busy = false;
    pumping = false;
    open.clear();
    draining.clear();
    wakes.clear();
    firedUpTo = 0;
    undone = false;
    tickets.clear();
    requests.clear();
    transaction = new Transaction();
  }

  private void voidTickets() {
    tickets.clear();
    requests.clear();
    transaction = new Transaction();
    mailbox.removeIf(
        event -> event instanceof Event.TaskArrived || event instanceof Event.TaskSwept);
  }

  // The loop of its one thread.

  private void pump() {
    if (busy) {
      return;
    }
    do {
      while (!mailbox.isEmpty()) {
        step(mailbox.poll());
      }
      while (!subscription.isEmpty() && subscription.peek().readyMs() <= world.nowMs()) {
        Event event = subscription.poll().event();
        if (event instanceof Event.OutcomeSeen seen && seen.state().isFinal()) {
          ledger.put(seen.task(), seen.state());
        }
        step(event);
      }
      if (leading && !connection.open) {
        lose();
        return;
      }
    } while (leading
        && (!mailbox.isEmpty()
            || (transaction.acks.size() < scenario.batch && receive())
            || wakeUp()));
    if (leading && !transaction.isEmpty()) {
      commit();
    }
  }

  /** Lets timers of schedules go off; whether there was any. */
  private boolean wakeUp() {
    boolean any = !wakes.isEmpty();
    while (!wakes.isEmpty()) {
      step(wakes.poll());
    }
    return any;
  }

  /** One message from each queue that is read; whether there was any. */
  private boolean receive() {
    int before = mailbox.size();
    draining.forEach(
        (worker, exceptAlone) ->
            arrive(new Place.Assigned(worker), each -> !exceptAlone || !each.task.alone()));
    arrive(new Place.Expired());
    for (TaskType type : new TreeSet<>(open)) {
      for (TaskClass taskClass : TaskClass.values()) {
        if (open.contains(type) && arrive(new Place.Submit(type, taskClass))) {
          step(mailbox.pollLast());
          return true;
        }
      }
    }
    for (Scenario.Request request : scenario.requests()) {
      if (!requests.containsValue(request)) {
        Ticket ticket = new Ticket(++lastTicket);
        requests.put(ticket.number(), request);
        mailbox.add(request.event(ticket));
      }
    }
    return mailbox.size() > before;
  }

  private boolean arrive(Place place) {
    return arrive(place, any -> true);
  }

  private boolean arrive(Place place, Predicate<Message> which) {
    Queue queue = broker.queue(place);
    Message message = queue.take(connection, world.nowMs(), which);
    if (message == null) {
      return false;
    }
    mailbox.add(
        new Event.TaskArrived(ticket(queue, message), place, message.task, message.deliveries - 1));
    return true;
  }

  private Ticket ticket(Queue queue, Message message) {
    Ticket ticket = new Ticket(++lastTicket);
    tickets.put(ticket.number(), new Held(queue, message));
    return ticket;
  }

  private void commit() {
    busy = true;
    Transaction mine = transaction;
    transaction = new Transaction();
    mine.epoch = epoch;
    long upTo = lastMove;
    Connection on = connection;
    later(world.between(1, 8), () -> apply(on, mine, upTo));
  }

  private void apply(Connection on, Transaction mine, long upTo) {
    if (!on.open) {
      lose();
      return;
    }
    if (scenario.loses(3)) {
      if (world.chance(0.5)) {
        broker.commit(on, mine);
      }
      broker.close(on);
      if (scenario.breakage == Breakage.REDOES_UNKNOWN) {
        redo(mine);
      }
      lose();
      return;
    }
    if (scenario.rollsBack()) {
      world.note(name, "is rolled back");
      broker.rollBack(on);
      busy = false;
      voidTickets();
      step(new Event.RolledBack());
      later(1, this::pump);
      return;
    }
    broker.commit(on, mine);
    later(
        world.between(1, 8),
        () -> {
          busy = false;
          step(new Event.Committed(upTo));
          pump();
        });
  }

  private void redo(Transaction mine) {
    Transaction again = new Transaction();
    again.sends.addAll(mine.sends);
    again.results.addAll(mine.results);
    scenario.breaks(() -> broker.commit(broker.connect(name), again));
  }

  // Effects.

  private void step(Event event) {
    for (Effect effect : core.on(world.now(), event)) {
      if (effect instanceof Move move) {
        lastMove = move.number();
        world.note(name, move);
        add(move);
      } else {
        carryOut(effect);
      }
    }
    stepped();
  }

  /** Tells what was committed with a firing, or undone, before anything else is put in. */
  private void stepped() {
    long upTo = firedUpTo;
    boolean refused = undone;
    firedUpTo = 0;
    undone = false;
    if (upTo > 0 && scenario.breakage == Breakage.TELLS_FIRINGS_LATE) {
      scenario.broke();
      long mine = epoch;
      later(
          world.between(10, 50),
          () -> {
            if (leading && epoch == mine) {
              mailbox.add(new Event.Committed(upTo));
              pump();
            }
          });
    } else if (upTo > 0) {
      step(new Event.Committed(upTo));
    }
    if (refused) {
      step(new Event.RolledBack());
    }
  }

  /** In a transaction of its own, after what is open. */
  private void fire(Move.Fire firing) {
    if (!connection.open) {
      return;
    }
    if (!transaction.isEmpty()) {
      Transaction mine = transaction;
      transaction = new Transaction();
      mine.epoch = epoch;
      if (scenario.rollsBack()) {
        world.note(name, "is rolled back before it fires");
        broker.rollBack(connection);
        voidTickets();
        undone = true;
        return;
      }
      broker.commit(connection, mine);
      firedUpTo = firing.number() - 1;
    }
    if (scenario.loses(3)) {
      if (world.chance(0.5)) {
        broker.fire(connection, firing, epoch);
      }
      broker.close(connection);
    } else if (broker.fire(connection, firing, epoch)) {
      firedUpTo = firing.number();
    }
  }

  private Held held(Ticket ticket) {
    Held held = tickets.remove(ticket.number());
    if (held == null) {
      throw new Checker.Violation(name + " uses the void " + ticket);
    }
    return held;
  }

  private void move(Ticket ticket, Place to, dev.quiver.orchestrator.TaskHeader task) {
    Held held = held(ticket);
    transaction.acks.add(new Transaction.Ack(held.queue(), held.message()));
    transaction.sends.add(
        new Transaction.Send(to, task, 0, to instanceof Place.Assigned ? epoch : 0));
  }

  private void add(Move move) {
    if (undone) {
      return;
    }
    if (move instanceof Move.Assign m) {
      move(m.ticket(), new Place.Assigned(m.worker()), m.task());
      transaction.told.add(
          new Transaction.Told(
              m.worker(), m.task().key(), m.task().attempt(), epoch, TaskState.ASSIGNED));
    } else if (move instanceof Move.Hold m) {
      if (scenario.breakage == Breakage.FORGETS_GROUPS) {
        scenario.broke();
        move(m.ticket(), new Place.Assigned(scenario.anyWorker(m.task().type())), m.task());
      } else {
        move(m.ticket(), new Place.Held(m.task().type()), m.task());
      }
    } else if (move instanceof Move.Return m) {
      move(m.ticket(), new Place.Submit(m.task().type(), m.task().taskClass()), m.task());
    } else if (move instanceof Move.End m) {
      Held held = held(m.ticket());
      TaskState state = TaskState.valueOf(m.ending().name());
      transaction.acks.add(new Transaction.Ack(held.queue(), held.message()));
      transaction.results.add(new Transaction.Result(m.task(), state, false));
      transaction.told.add(
          new Transaction.Told(null, m.task().key(), m.task().attempt(), 0, state));
    } else if (move instanceof Move.Note m) {
      transaction.recorded.add(m.entry());
    } else if (move instanceof Move.Accept m) {
      Scenario.Request request = requests.get(m.ticket().number());
      transaction.recorded.add(m.entry());
      transaction.accepted.add(() -> scenario.accepted(request));
    } else if (move instanceof Move.Fire m) {
      fire(m);
    } else {
      throw new IllegalStateException("a move the shell does not know: " + move);
    }
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.OpenIntake e) {
      open.add(e.type());
      wake();
    } else if (effect instanceof Effect.CloseIntake e) {
      open.remove(e.type());
    } else if (effect instanceof Effect.DrainQueueOf e) {
      world.note(name, e);
      draining.put(e.worker(), e.exceptAlone());
      wake();
    } else if (effect instanceof Effect.StopDraining e) {
      draining.remove(e.worker());
    } else if (effect instanceof Effect.ReleaseNext e) {
      world.note(name, e);
      Queue queue = broker.queue(new Place.Held(e.group().type()));
      Message next =
          queue.take(connection, world.nowMs(), each -> e.group().equals(each.task.groupKey()));
      mailbox.add(
          next == null
              ? new Event.NoneHeld(e.group(), e.request())
              : new Event.TaskArrived(ticket(queue, next), queue.place, next.task, 0));
    } else if (effect instanceof Effect.CountQueues e) {
      count(e.request(), epoch);
    } else if (effect instanceof Effect.Mark e) {
      long mine = epoch;
      later(world.between(1, 10), () -> publish(new Event.MarkSeen(mine, e.request())));
    } else if (effect instanceof Effect.AskOutcome e) {
      TaskState state = ledger.get(e.task());
      if (state != null) {
        mailbox.add(new Event.OutcomeSeen(e.worker(), e.task(), 1, 0, state));
      }
    } else if (effect instanceof Effect.Sweep e) {
      e.places().forEach(place -> sweep(place, e));
    } else if (effect instanceof Effect.PutBack e) {
      Held held = held(e.ticket());
      held.queue().putBack(held.message());
    } else if (effect instanceof Effect.StartTimer e) {
      long mine = e.epoch();
      later(
          (int) e.after().toMillis(),
          () -> {
            (e.timer() == Timer.FIRE ? wakes : mailbox).add(new Event.TimerFired(e.timer(), mine));
            pump();
          });
    } else if (effect instanceof Effect.Tell e) {
      world.note(name, e.notice());
    } else {
      throw new IllegalStateException("an effect the shell does not know: " + effect);
    }
  }

  private void count(long request, long mine) {
    later(
        world.between(1, 15),
        () -> {
          if (!leading || epoch != mine || !connection.open) {
            return;
          }
          Event counted = counted(request);
          later(
              world.between(1, 10),
              () -> {
                mailbox.add(counted);
                pump();
              });
        });
  }

  private Event counted(long request) {
    SortedMap<WorkerId, Long> assigned = new TreeMap<>();
    SortedMap<WorkerId, Long> named = new TreeMap<>();
    for (Queue queue : broker.queues()) {
      if (queue.place instanceof Place.Assigned at) {
        assigned.put(
            at.worker(), scenario.breakage == Breakage.DOES_NOT_COUNT ? 0L : (long) queue.size());
      } else if (queue.place instanceof Place.Named at) {
        named.put(at.worker(), (long) queue.size());
      }
    }
    return new Event.QueuesCounted(request, assigned, named, scenario.types);
  }

  private void sweep(Place place, Effect.Sweep what) {
    Queue queue = broker.queue(place);
    while (true) {
      @Nullable Message found =
          queue.take(
              connection,
              world.nowMs(),
              each -> isCancelled(what, each.task) || each.task.isOverdue(what.overdue()));
      if (found == null) {
        return;
      }
      mailbox.add(new Event.TaskSwept(ticket(queue, found), place, found.task));
    }
  }

  private static boolean isCancelled(Effect.Sweep what, TaskHeader task) {
    BatchId batch = task.batch();
    return what.tasks().stream().anyMatch(c -> c.counts(task.key().id(), task.submitter()))
        || (batch != null
            && what.batches().stream().anyMatch(c -> c.counts(batch, task.submitter())));
  }

  List<StateEntry> recorded() {
    return broker.browseState();
  }
}
