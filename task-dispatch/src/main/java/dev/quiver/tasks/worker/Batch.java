package dev.quiver.tasks.worker;

import dev.quiver.messaging.Addresses;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.EventsCodec;
import dev.quiver.tasks.wire.RejectedMessages;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskEnvelope;
import dev.quiver.tasks.wire.TaskEvent;
import dev.quiver.tasks.wire.TaskEvents;
import dev.quiver.tasks.wire.TaskMessage;
import dev.quiver.tasks.wire.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * One slot's open transaction: tasks are acknowledged and what becomes of them is sent, and one
 * message of events. Belongs to the slot's thread.
 */
final class Batch {

  private final ClientSession session;
  private final ClientProducer producer;
  private final OutcomeOutbox outbox;
  private final WorkerId worker;
  private final WorkerCounters counters;
  private final Addresses addresses;
  private final String own;
  private final String assigned;
  private final SimpleString events;
  private final SimpleString dead;
  private final TaskCodec tasks;
  private final EventsCodec eventsCodec = new EventsCodec();
  private final @Nullable EventRelay relay;

  private final List<Attempt> attempts = new ArrayList<>();
  private final List<TaskEvent> happened = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private int size;
  private long firstNanos;

  Batch(ClientSession session, Place place) throws ActiveMQException {
    WorkerConfig config = place.worker().config();
    Addresses addresses = place.worker().addresses();
    this.session = session;
    this.producer = session.createProducer();
    this.outbox = new OutcomeOutbox(session, producer, config);
    this.worker = config.id();
    this.counters = place.worker().counters();
    this.relay = place.relay();
    this.addresses = addresses;
    this.assigned = addresses.taskAssigned(config.id().value());
    this.own = addresses.taskWorker(config.id().value());
    this.events = SimpleString.of(addresses.taskEvents());
    this.dead = SimpleString.of(addresses.taskDead());
    this.tasks = new TaskCodec(addresses, config.spool());
  }

  /** How many tasks are in it. */
  int size() {
    return size;
  }

  /** Whose is the one task in it, if it is one. */
  Optional<Owned> only() {
    return size == 1 && happened.size() == 1
        ? Optional.of(new Owned(happened.get(0).submitter(), happened.get(0).taskId()))
        : Optional.empty();
  }

  /** A task's id, which is its submitter's alone. */
  record Owned(String submitter, TaskId id) {
    static Owned of(TaskMessage message) {
      return new Owned(message.envelope().submitter(), message.task().id());
    }
  }

  /** How long ago the first task came in, in nanoseconds. */
  long ageNanos(long now) {
    return size == 0 ? 0 : now - firstNanos;
  }

  /** Takes a task out of its queue, if that has not been done. */
  void acknowledge(Arrival arrival) throws ActiveMQException {
    if (!arrival.isAcknowledged()) {
      arrival.markAcknowledged();
      ClientMessage message = arrival.message();
      message.individualAcknowledge();
    }
  }

  /** What became of an attempt; the attempt is kept if the transaction fails. */
  void settle(Attempt attempt, Settlement settlement) throws ActiveMQException {
    attempts.add(attempt);
    conclude(attempt.arrival(), attempt.message(), settlement, attempt.start());
  }

  /**
   * What became of a task whose result was kept when an earlier transaction failed; it is kept once
   * more if this one fails.
   */
  void settle(Arrival arrival, TaskMessage message, Settlement settlement, Attempt earlier)
      throws ActiveMQException {
    attempts.add(earlier);
    conclude(arrival, message, settlement, earlier.start());
  }

  /** A task that cannot end in any other way is put among the dead; nobody else hears of it. */
  void buryInSilence(Arrival arrival, TaskMessage message, String reason) throws ActiveMQException {
    acknowledge(arrival);
    count();
    bury(arrival, message.task(), message.envelope(), reason);
    afterwards.add(counters.unclaimed::increment);
    afterwards.add(counters.failed::increment);
  }

  private void bury(Arrival arrival, Task task, TaskEnvelope envelope, String reason)
      throws ActiveMQException {
    // Requeued it returns to where it was sent: to this worker, or to anybody.
    WorkerId addressee = own.equals(arrival.source().queue()) ? worker : null;
    send(dead, tasks.dead(session::createMessage, task, envelope, reason, addressee));
  }

  /** What became of a task that is not executed. */
  void settle(Arrival arrival, TaskMessage message, Settlement settlement)
      throws ActiveMQException {
    conclude(arrival, message, settlement, null);
  }

  private void conclude(
      Arrival arrival, TaskMessage message, Settlement settlement, @Nullable Instant start)
      throws ActiveMQException {
    acknowledge(arrival);
    count();
    if (settlement instanceof Settlement.End end) {
      outcome(message, end.outcome());
    } else if (settlement instanceof Settlement.Bury bury) {
      bury(arrival, message.task(), bury.envelope(), bury.outcome().reason());
      outcome(message, bury.outcome());
    } else if (settlement instanceof Settlement.Retry retry) {
      if (assigned.equals(arrival.source().queue())) {
        // Where it waits it costs this worker no room, and another one may get it.
        submit(message.task(), retry.envelope(), retry.delay());
      } else {
        resend(arrival, message, retry.envelope(), retry.delay());
      }
      tell(message, TaskState.RETRYING, retry.envelope().attempt() - 1, start);
      afterwards.add(counters.retried::increment);
    } else {
      throw new IllegalArgumentException("nothing to send for " + settlement);
    }
  }

  private void tell(TaskMessage message, TaskState state, int attempt, @Nullable Instant start) {
    Task task = message.task();
    TaskEnvelope envelope = message.envelope();
    happened.add(
        new TaskEvent(
            task.id(),
            task.type(),
            envelope.submitter(),
            state,
            attempt,
            envelope.generation(),
            start,
            null,
            task.batch(),
            null,
            envelope.epoch(),
            null,
            null));
  }

  /** A task that an orchestrator gave to this worker is to be given to another one. */
  void sendAway(Arrival arrival, TaskMessage message) throws ActiveMQException {
    acknowledge(arrival);
    count();
    submit(message.task(), message.envelope(), null);
    tell(message, TaskState.WAITING, message.envelope().attempt(), null);
    afterwards.add(counters.givenBack::increment);
  }

  /** To where tasks wait for an orchestrator, which assigns it anew. */
  private void submit(Task task, TaskEnvelope envelope, @Nullable Duration delay)
      throws ActiveMQException {
    send(
        SimpleString.of(addresses.taskSubmit(task.type().name(), task.taskClass().label())),
        tasks.hop(session::createMessage, task, envelope.unassigned(), after(delay)));
  }

  private static @Nullable Instant after(@Nullable Duration delay) {
    return delay == null ? null : Instant.now().plus(delay);
  }

  /** The same task again, untried: isolated, or given back. */
  void resend(Arrival arrival, TaskMessage message, TaskEnvelope envelope, @Nullable Duration delay)
      throws ActiveMQException {
    acknowledge(arrival);
    send(
        SimpleString.of(arrival.source().queue()),
        tasks.hop(session::createMessage, message.task(), envelope, after(delay)));
  }

  /** Something is in it that has no outcome. */
  void count() {
    if (size++ == 0) {
      firstNanos = System.nanoTime();
    }
  }

  private void outcome(TaskMessage message, Outcome wanted) throws ActiveMQException {
    Outcome outcome = outbox.send(wanted, message.envelope());
    if (outcome == null) {
      outcome = wanted;
      afterwards.add(counters.unclaimed::increment);
    }
    boolean done = outcome instanceof Outcome.Succeeded;
    String result =
        done && ((Outcome.Succeeded) outcome).result() instanceof Payload.Text text
            ? text.text()
            : null;
    happened.add(TaskEvent.ended(message.envelope(), outcome, result));
    afterwards.add(done ? counters.done::increment : counters.failed::increment);
  }

  /**
   * A message that is no task is put among the dead, as far as it can be shown. If it says who
   * waits for it, that one is told.
   */
  void reject(Arrival arrival) throws ActiveMQException {
    acknowledge(arrival);
    count();
    String why = String.valueOf(arrival.rejection());
    send(
        dead,
        RejectedMessages.describe(
            session::createMessage, arrival.message(), arrival.source().queue(), why));
    afterwards.add(counters.rejected::increment);
    TaskCodec.Addressed waiting = tasks.addressed(arrival.message());
    if (waiting != null) {
      Outcome failed = waiting.failed(worker, TaskReasons.say("unreadable", why), Instant.now());
      outbox.send(failed, waiting.envelope());
      happened.add(TaskEvent.ended(waiting.envelope(), failed, null));
    }
  }

  private void send(SimpleString address, ClientMessage message) throws ActiveMQException {
    Sending.send(producer, address, message);
  }

  /**
   * Commits all of it.
   *
   * @throws ActiveMQException if it was rolled back, or nobody knows
   */
  void commit() throws ActiveMQException {
    outbox.flush();
    TaskEvents all =
        happened.isEmpty() ? null : new TaskEvents(worker, null, Instant.now(), happened);
    if (all != null && relay == null) {
      ClientMessage message = eventsCodec.write(session::createMessage, all);
      message.setRoutingType(RoutingType.MULTICAST);
      producer.send(events, message);
    }
    session.commit();
    if (all != null && relay != null) {
      relay.tell(all);
    }
    afterwards.forEach(Runnable::run);
    attempts.forEach(Attempt::release);
    clear();
  }

  /** Forgets what is in it, after a rollback or the end of the connection. */
  List<Attempt> abandon() {
    List<Attempt> lost = List.copyOf(attempts);
    outbox.forget();
    clear();
    return lost;
  }

  private void clear() {
    attempts.clear();
    happened.clear();
    afterwards.clear();
    size = 0;
  }
}
