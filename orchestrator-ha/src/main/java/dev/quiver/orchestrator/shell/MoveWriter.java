package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.KnownQueues;
import dev.quiver.messaging.batch.ProducerCache;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.orchestrator.Ending;
import dev.quiver.orchestrator.Move;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.EventsCodec;
import dev.quiver.tasks.wire.OutcomeCodec;
import dev.quiver.tasks.wire.RejectedMessages;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskEnvelope;
import dev.quiver.tasks.wire.TaskEvent;
import dev.quiver.tasks.wire.TaskEvents;
import dev.quiver.tasks.wire.TaskMessage;
import dev.quiver.tasks.wire.TaskState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Carries moves out in the open transaction: acknowledges what came and sends what follows, and
 * collects what is told of it in one message of events. Belongs to the role's thread.
 */
final class MoveWriter {

  private static final int PRODUCERS = 512;

  /** How long an outcome waits for its client. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private final ClientSession session;
  private final Addresses addresses;
  private final KnownQueues queues;
  private final long epoch;
  private final Clock clock;
  private final ProducerCache producers;
  private final TaskCodec tasks;
  private final OutcomeCodec outcomes;
  private final EventsCodec eventsCodec = new EventsCodec();
  private final List<TaskEvent> happened = new ArrayList<>();
  private int size;

  MoveWriter(
      ClientSession session,
      Addresses addresses,
      KnownQueues queues,
      long epoch,
      Spool spool,
      Clock clock) {
    this.session = session;
    this.addresses = addresses;
    this.queues = queues;
    this.epoch = epoch;
    this.clock = clock;
    this.producers = new ProducerCache(session, PRODUCERS);
    this.tasks = new TaskCodec(addresses, spool);
    this.outcomes = new OutcomeCodec(spool);
  }

  /** How many messages are acknowledged or sent in the open transaction. */
  int size() {
    return size;
  }

  void acknowledge(ClientMessage message) {
    size++;
    try {
      message.individualAcknowledge();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  void assign(Move.Assign move, Arrived arrived) {
    WorkerId worker = move.worker();
    String queue = addresses.taskAssigned(worker.value());
    queues.require(queue);
    TaskMessage content = content(arrived);
    acknowledge(arrived.message());
    producers.send(queue, forward(arrived, judged(content, move.task()).assigned(move.epoch())));
    happened.add(event(content, move.task(), TaskState.ASSIGNED, worker, null));
  }

  void hold(Move.Hold move, Arrived arrived) {
    String queue = addresses.taskHeld(move.task().type().name());
    queues.require(queue);
    acknowledge(arrived.message());
    producers.send(queue, forward(arrived, judged(content(arrived), move.task()).unassigned()));
    tellIfTakenBack(arrived, move.task());
  }

  void giveBack(Move.Return move, Arrived arrived) {
    TaskHeader task = move.task();
    String queue = addresses.taskSubmit(task.type().name(), task.taskClass().label());
    queues.require(queue);
    acknowledge(arrived.message());
    producers.send(queue, forward(arrived, judged(content(arrived), task).unassigned()));
    tellIfTakenBack(arrived, task);
  }

  /** Else whoever asks would be told that it is with the worker that it was taken from. */
  private void tellIfTakenBack(Arrived arrived, TaskHeader task) {
    if (arrived.source().place() instanceof Place.Assigned) {
      happened.add(event(content(arrived), task, TaskState.WAITING, null, null));
    }
  }

  void end(Move.End move, Arrived arrived) {
    TaskMessage content = content(arrived);
    Task task = content.task();
    TaskEnvelope envelope = judged(content, move.task());
    acknowledge(arrived.message());
    int attempt = move.ending() == Ending.DEAD ? envelope.attempt() - 1 : envelope.attempt();
    Outcome.Facts facts =
        new Outcome.Facts(
            task.id(),
            task.type(),
            task.batch(),
            null,
            attempt,
            envelope.generation(),
            null,
            clock.instant());
    Outcome outcome =
        switch (move.ending()) {
          case CANCELLED -> new Outcome.Cancelled(facts, move.reason());
          case EXPIRED -> new Outcome.Expired(facts, move.reason());
          case DEAD -> new Outcome.Dead(facts, move.reason());
        };
    if (move.ending() == Ending.DEAD) {
      producers.send(
          addresses.taskDead(), tasks.dead(session::createMessage, task, envelope, move.reason()));
    }
    answer(envelope, outcome);
    happened.add(event(content, move.task(), TaskState.of(outcome), null, move.reason()));
  }

  void record(StateEntry entry) {
    size++;
    producers.send(
        addresses.orchestratorState(), StateQueue.message(session, entry, clock.millis()));
  }

  /** Submits a schedule's task, on behalf of its owner. */
  void submit(Task task, String owner, String client) {
    size++;
    String replyTo = addresses.taskResults(owner, client);
    ClientMessage message =
        tasks.hop(session::createMessage, task, TaskEnvelope.submitted(owner, replyTo, true), null);
    message.putStringProperty(
        Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of(task.id().value()));
    String queue = addresses.taskSubmit(task.type().name(), task.taskClass().label());
    queues.require(queue);
    producers.send(queue, message);
  }

  /**
   * What is no task is put among the dead, as far as it can be shown. If it says who waits for it,
   * that one is told, and the ledgers.
   */
  void reject(Arrived arrived, RejectedMessageException why) {
    ClientMessage message = arrived.message();
    acknowledge(message);
    String said = String.valueOf(why.getMessage());
    producers.send(
        addresses.taskDead(),
        RejectedMessages.describe(session::createMessage, message, arrived.source().queue(), said));
    TaskCodec.Addressed waiting = tasks.addressed(message);
    if (waiting != null) {
      Outcome failed =
          waiting.failed(null, OrchestratorReasons.say("unreadable", said), clock.instant());
      answer(waiting.envelope(), failed);
      happened.add(TaskEvent.ended(waiting.envelope().unassigned(), failed, null));
    }
  }

  /** Whoever waits for it is told, if there is still a queue for that. */
  private void answer(TaskEnvelope envelope, Outcome outcome) {
    if (queues.exists(envelope.replyTo())) {
      producers.send(
          envelope.replyTo(), outcomes.write(session::createMessage, outcome, RETENTION));
    }
  }

  /** Whether there is a queue of that name; what is sent to one that is gone undoes the whole. */
  boolean isThere(String queue) {
    return queues.exists(queue);
  }

  void reply(String queue, ClientMessage message) {
    size++;
    producers.send(queue, message);
  }

  /** Commits all of it, with one message of events. */
  void commit() {
    if (!happened.isEmpty()) {
      producers.publish(
          addresses.taskEvents(),
          eventsCodec.write(
              session::createMessage, new TaskEvents(null, epoch, clock.instant(), happened)));
    }
    try {
      session.commit();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
    happened.clear();
    size = 0;
  }

  /** Undoes it; what was acknowledged is delivered again. */
  void rollback() {
    happened.clear();
    size = 0;
    queues.forget();
    try {
      session.rollback();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private ClientMessage forward(Arrived arrived, TaskEnvelope envelope) {
    return tasks.forward(
        session::createMessage, arrived.message(), content(arrived).task(), envelope);
  }

  private static TaskMessage content(Arrived arrived) {
    return Objects.requireNonNull(arrived.content(), "only what could be read is handed over");
  }

  private static TaskEnvelope judged(TaskMessage content, TaskHeader task) {
    return content.envelope().judged(task.attempt(), task.deaths(), task.alone());
  }

  private static TaskEvent event(
      TaskMessage content,
      TaskHeader task,
      TaskState state,
      @Nullable WorkerId worker,
      @Nullable String reason) {
    Instant submitted = content.task().submittedAt();
    return new TaskEvent(
        task.key().id(),
        task.type(),
        task.submitter(),
        state,
        task.attempt(),
        task.key().generation(),
        null,
        null,
        task.batch(),
        worker,
        null,
        submitted,
        reason);
  }
}
