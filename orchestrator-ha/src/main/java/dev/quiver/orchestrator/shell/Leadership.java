package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.KnownQueues;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.DuplicateIdException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.orchestrator.Effect;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.GroupKey;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.orchestrator.Ticket;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.history.HistoryEvent;
import dev.quiver.tasks.history.TaskHistory;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reign's transacted session: what it received, under which tickets, and the transaction that the
 * core's moves go into. Many moves share one transaction; it is committed as soon as nothing more
 * waits. Belongs to the role's thread.
 */
final class Leadership {

  private static final int KNOWN_QUEUES = 2000;
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final int SINGLY = 300;
  private static final int MOST_REFUSALS = 20;

  /** How often a held member is asked for at once. */
  private static final int FETCHES = 10;

  /** How many of those that are paged out are asked for with each count. */
  private static final int MOST_RELEASES = 4;

  private final long epoch;
  private final Consumer<Event> step;
  private final Consumer<Input> mailbox;
  private final Addresses addresses;
  private final Clock clock;
  private final int most;
  private final ClientSession session;
  private final KnownQueues queues;
  private final Sources sources;
  private final Sweeps sweeps;
  private final MoveWriter writer;
  private final MoveWriter firing;
  private final CountDesk counts;
  private final ControlDesk control;
  private final Rejections rejections;
  private final Ledger ledger;
  private final TaskHistory history;
  private final Map<Long, Arrived> tickets = new HashMap<>();

  /** Groups whose next member is paged out, with the core's request for it; oldest first. */
  private final Map<GroupKey, Long> outOfReach = new LinkedHashMap<>();

  private long lastTicket;
  private long lastMove;
  private int singly;
  private int refusals;

  /** What the core is told once the effects of its step are carried out. */
  private long firedUpTo;

  private boolean undone;

  /**
   * Opens the session; nothing is received yet.
   *
   * @param step steps the core and carries its effects out, by this object's methods
   * @param mailbox takes what other threads tell
   * @param rejections counts what is not acceptable
   */
  Leadership(
      BrokerConnection connection,
      long epoch,
      RoleConfig config,
      Ledger ledger,
      Consumer<Event> step,
      Consumer<Input> mailbox,
      CountDesk counts,
      Rejections rejections,
      Clock clock) {
    this.addresses = connection.settings().addresses();
    Spool spool = Spool.defaults();
    this.epoch = epoch;
    this.step = step;
    this.mailbox = mailbox;
    this.clock = clock;
    this.most = config.batch();
    this.ledger = ledger;
    this.history = config.history();
    this.counts = counts;
    this.rejections = rejections;
    this.session = connection.transactedSession();
    this.queues = new KnownQueues(connection.autoCommitSession(), KNOWN_QUEUES);
    this.sources =
        new Sources(
            session,
            addresses,
            new TaskCodec(addresses, spool),
            arrived -> mailbox.accept(new Input.Came(arrived)));
    this.sweeps = new Sweeps(sources, addresses, queues, counts);
    this.writer = new MoveWriter(session, addresses, queues, epoch, spool, clock);
    this.firing =
        new MoveWriter(connection.transactedSession(), addresses, queues, epoch, spool, clock);
    this.control = new ControlDesk(session, addresses, writer, rejections, clock);
  }

  /** Begins to receive. */
  void begin() {
    history.reign(HistoryEvent.Kind.REIGN_BEGUN, epoch);
    try {
      control.open(request -> mailbox.accept(new Input.Wanted(request)));
      sources.openExpired();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /** Whether something was received and can be handed over. */
  boolean hasWaiting() {
    return sources.hasWaiting();
  }

  void onCame(Arrived arrived) {
    arrived.source().put(arrived);
  }

  void onWanted(Input.Wanted wanted) {
    Ticket ticket = new Ticket(++lastTicket);
    Event event = control.read(ticket, wanted.request());
    if (event != null) {
      step.accept(event);
    }
  }

  /**
   * Hands over what came until a transaction is full or nothing is left, and commits it.
   *
   * @return whether more may be waiting
   */
  boolean work() {
    int limit = singly > 0 ? 1 : most;
    Arrived next = null;
    while (writer.size() < 2 * limit && (next = sources.next()) != null) {
      handOver(next);
      if (limit == 1 && writer.size() > 0) {
        break;
      }
    }
    commit();
    sources.closeIdle(System.nanoTime());
    return next != null;
  }

  private void handOver(Arrived arrived) {
    if (arrived.isStale()) {
      return;
    }
    TaskMessage content = arrived.content();
    if (content == null) {
      RejectedMessageException why = arrived.requiredRejection();
      rejections.count(
          why, arrived.message().getValidatedUserID() + " in " + arrived.source().queue());
      writer.reject(arrived, why);
      return;
    }
    Ticket ticket = ticket(arrived);
    TaskHeader header = header(content);
    step.accept(
        sources.isSweep(arrived.source())
            ? new Event.TaskSwept(ticket, arrived.source().place(), header)
            : new Event.TaskArrived(
                ticket, arrived.source().place(), header, arrived.deliveries()));
  }

  private Ticket ticket(Arrived arrived) {
    Ticket ticket = new Ticket(++lastTicket);
    tickets.put(ticket.number(), arrived);
    return ticket;
  }

  static TaskHeader header(TaskMessage message) {
    Task task = message.task();
    return new TaskHeader(
        new TaskKey(task.id(), message.envelope().generation()),
        task.type(),
        task.taskClass(),
        message.envelope().submitter(),
        task.batch(),
        message.envelope().attempt(),
        task.maxAttempts(),
        task.deadline(),
        task.group(),
        message.envelope().deaths(),
        message.envelope().alone());
  }

  /**
   * Puts a move into the open transaction; a firing is committed at once. What a step wants beside
   * a transaction that was refused meanwhile is left, since the core undoes it.
   */
  void carryOut(Move move) {
    if (undone) {
      return;
    }
    lastMove = move.number();
    if (move instanceof Move.Assign m) {
      take(m.ticket(), arrived -> writer.assign(m, arrived));
    } else if (move instanceof Move.Hold m) {
      take(m.ticket(), arrived -> writer.hold(m, arrived));
    } else if (move instanceof Move.Return m) {
      take(m.ticket(), arrived -> writer.giveBack(m, arrived));
    } else if (move instanceof Move.End m) {
      take(m.ticket(), arrived -> writer.end(m, arrived));
    } else if (move instanceof Move.Note m) {
      writer.record(m.entry());
    } else if (move instanceof Move.Accept m) {
      control.accept(m.ticket(), m.entry());
    } else if (move instanceof Move.Fire m) {
      fire(m);
    } else {
      throw new IllegalStateException("a move that this shell does not know: " + move);
    }
  }

  private void take(Ticket ticket, Consumer<Arrived> doing) {
    Arrived arrived = tickets.remove(ticket.number());
    if (arrived == null) {
      throw new IllegalStateException("the ticket " + ticket.number() + " is void");
    }
    doing.accept(arrived);
    // A source for one message has served.
    sources.forget(arrived.source());
  }

  /**
   * A firing has a transaction of its own, since a duplicate rejects the whole: then an earlier
   * leader has made it, and only that is recorded.
   */
  private void fire(Move.Fire move) {
    if (writer.size() > 0) {
      lastMove = move.number() - 1;
      if (!commitOpen()) {
        undone = true;
        return;
      }
      firedUpTo = lastMove;
      lastMove = move.number();
    }
    Schedule schedule = move.schedule();
    Task task =
        new Task(
            move.id(),
            null,
            schedule.type(),
            schedule.args(),
            new Payload.Text(schedule.payload()),
            schedule.taskClass(),
            clock.instant(),
            null,
            null,
            Task.DEFAULT_TIMEOUT,
            Task.DEFAULT_MAX_ATTEMPTS,
            null);
    StateEntry.Periodic fired = new StateEntry.Periodic(schedule.name(), schedule, move.due());
    try {
      firing.submit(task, schedule.owner(), schedule.client());
      firing.record(fired);
      firing.commit();
    } catch (DuplicateIdException e) {
      firing.rollback();
      firing.record(fired);
      firing.commit();
    }
    firedUpTo = move.number();
  }

  /**
   * To be called when all effects of a step are carried out: tells the core what was committed with
   * a firing. Before anything else is put in, since the core undoes what it does not know to be
   * committed when a later transaction is refused.
   */
  void stepped() {
    long upTo = firedUpTo;
    boolean refused = undone;
    firedUpTo = 0;
    undone = false;
    if (upTo > 0) {
      step.accept(new Event.Committed(upTo));
    }
    if (refused) {
      step.accept(new Event.RolledBack());
    }
  }

  /** Commits what is open and tells the core; if it is refused, undoes it and tells that. */
  void commit() {
    while (writer.size() > 0) {
      long upTo = lastMove;
      if (!commitOpen()) {
        step.accept(new Event.RolledBack());
        return;
      }
      step.accept(new Event.Committed(upTo));
    }
  }

  /** Commits what is open; false if that was refused, and so is undone. */
  private boolean commitOpen() {
    try {
      history.reign(HistoryEvent.Kind.COMMIT_INVOKED, epoch);
      writer.commit();
      history.reign(HistoryEvent.Kind.COMMIT_RETURNED, epoch);
    } catch (ConnectionLostException | UnknownOutcomeException e) {
      throw e;
    } catch (QuiverMessagingException e) {
      if (++refusals > MOST_REFUSALS) {
        throw e;
      }
      LOG.warn("a transaction was refused and is undone: {}", e.getMessage());
      undo();
      return false;
    }
    refusals = 0;
    singly = Math.max(0, singly - 1);
    return true;
  }

  /** Every ticket is void; the broker delivers again, and for a while everything goes singly. */
  private void undo() {
    singly = SINGLY;
    tickets.clear();
    // The core asks again.
    outOfReach.clear();
    writer.rollback();
    control.rolledBack();
    sources.reopen(queues);
  }

  /** Carries out an effect outside transactions that concerns queues. */
  void carryOut(Effect.Plain effect) {
    if (effect instanceof Effect.OpenIntake e) {
      sources.openIntake(e.type(), queues);
    } else if (effect instanceof Effect.CloseIntake e) {
      sources.closeIntake(e.type());
    } else if (effect instanceof Effect.DrainQueueOf e) {
      sources.openDrain(e.worker(), e.exceptAlone());
    } else if (effect instanceof Effect.StopDraining e) {
      sources.closeDrain(e.worker());
    } else if (effect instanceof Effect.ReleaseNext e) {
      release(e.group(), e.request(), FETCHES);
    } else if (effect instanceof Effect.CountQueues e) {
      releaseOutOfReach();
      counts.count(e.request());
    } else if (effect instanceof Effect.Mark e) {
      counts.mark(epoch, e.request());
    } else if (effect instanceof Effect.AskOutcome e) {
      ask(e);
    } else if (effect instanceof Effect.Sweep e) {
      sweeps.sweep(e);
    } else if (effect instanceof Effect.PutBack e) {
      putBack(e.ticket());
    } else {
      throw new IllegalStateException("an effect that this shell does not know: " + effect);
    }
  }

  private void ask(Effect.AskOutcome e) {
    ledger
        .find(e.task().id().value())
        .filter(entry -> entry.latest().generation() >= e.task().generation())
        .filter(entry -> entry.latest().state().isFinal())
        .ifPresent(
            entry ->
                mailbox.accept(
                    new Input.Learned(
                        new Event.OutcomeSeen(
                            e.worker(),
                            e.task(),
                            entry.latest().attempt(),
                            0,
                            entry.latest().state()))));
  }

  private void putBack(Ticket ticket) {
    Arrived arrived = tickets.remove(ticket.number());
    if (arrived == null) {
      return;
    }
    TaskSource source = arrived.source();
    if (sources.isSweep(source)) {
      // Closing gives back all that was not acknowledged; a later sweep finds the others again.
      sources.stopSweeping(source.place());
    } else {
      source.close();
      sources.forget(source);
    }
  }

  /**
   * Fetches the group's first held member, or says that there is none. A selector sees only what
   * the broker has in memory: a member behind so many others that it is paged out is asked for
   * again with each count, and is found once those before it have gone.
   */
  private void release(GroupKey group, long request, int tries) {
    Sources.Fetched fetched =
        queues.exists(addresses.taskHeld(group.type().name()))
            ? sources.fetchHeld(group, tries)
            : Sources.Fetched.NONE;
    if (fetched == Sources.Fetched.OUT_OF_REACH) {
      outOfReach.put(group, request);
      return;
    }
    if (fetched == Sources.Fetched.NONE) {
      mailbox.accept(new Input.Learned(new Event.NoneHeld(group, request)));
    }
  }

  /** Few at a time, the one that was not asked for the longest first: each costs a look. */
  private void releaseOutOfReach() {
    for (int i = Math.min(MOST_RELEASES, outOfReach.size()); i > 0; i--) {
      GroupKey group = outOfReach.keySet().iterator().next();
      release(group, outOfReach.remove(group), 1);
    }
  }
}
