package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.orchestrator.Event;
import dev.quiver.orchestrator.OrchestratorReasons;
import dev.quiver.orchestrator.StateEntry;
import dev.quiver.orchestrator.Ticket;
import dev.quiver.orchestrator.ask.OrchestratorClient;
import dev.quiver.orchestrator.schedule.CronRule;
import dev.quiver.orchestrator.schedule.Schedule;
import dev.quiver.tasks.client.UnknownTypeException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests of admins: pause, resume, drain, schedule, unschedule. A request is
 * acknowledged, recorded and answered in one transaction; one that is not acceptable is counted and
 * answered with the reason. The broker lets admins alone send here. Belongs to the role's thread.
 */
final class ControlDesk {

  private static final SimpleString JMS_TYPE = SimpleString.of("JMSType");
  private static final SimpleString CORRELATION = SimpleString.of("JMSCorrelationID");
  private static final SimpleString REPLY_TO = SimpleString.of("JMSReplyTo");
  private static final String QUEUE_PREFIX = "queue://";

  private final ClientSession session;
  private final Addresses addresses;
  private final MoveWriter writer;
  private final Rejections rejections;
  private final Clock clock;
  private final Map<Long, ClientMessage> requests = new HashMap<>();
  private final AtomicInteger round = new AtomicInteger();

  /** A request, and after how many rollbacks it came: one that came before the last is void. */
  record Request(ClientMessage message, int round) {}

  ControlDesk(
      ClientSession session,
      Addresses addresses,
      MoveWriter writer,
      Rejections rejections,
      Clock clock) {
    this.session = session;
    this.addresses = addresses;
    this.writer = writer;
    this.rejections = rejections;
    this.clock = clock;
  }

  /** Begins to receive. */
  void open(Consumer<Request> came) throws ActiveMQException {
    session
        .createConsumer(SimpleString.of(addresses.orchestratorControl()))
        .setMessageHandler(message -> came.accept(new Request(message, round.get())));
  }

  /** What the core is to learn of that request; nothing if it is refused, or void. */
  @Nullable Event read(Ticket ticket, Request request) {
    if (request.round() != round.get()) {
      return null;
    }
    ClientMessage message = request.message();
    String user = message.getValidatedUserID();
    try {
      if (user == null) {
        throw new IllegalArgumentException(OrchestratorReasons.say("refused.nobody"));
      }
      Event event = event(ticket, message, user);
      requests.put(ticket.number(), message);
      return event;
    } catch (UnknownTypeException e) {
      refuse(message, OrchestratorClient.UNKNOWN_TYPE, Rejection.WRONG_VALUE, e);
      return null;
    } catch (RejectedMessageException e) {
      refuse(message, "refused", e.reason(), e);
      return null;
    } catch (IllegalArgumentException e) {
      refuse(message, "refused", Rejection.WRONG_VALUE, e);
      return null;
    }
  }

  private void refuse(ClientMessage message, String type, Rejection why, RuntimeException e) {
    String reason = String.valueOf(e.getMessage());
    rejections.count(
        new RejectedMessageException(why, reason), String.valueOf(message.getValidatedUserID()));
    writer.acknowledge(message);
    answer(message, type, reason);
  }

  private Event event(Ticket ticket, ClientMessage message, String user) {
    String type = String.valueOf(message.getObjectProperty(JMS_TYPE));
    StateCodec.Fields fields = new StateCodec.Fields();
    TextBody.read(
        message,
        JsonCodec.standard(),
        in -> {
          fields.read(in);
          return fields;
        });
    return switch (type) {
      case "pause" -> new Event.PauseRequested(ticket, fields.target());
      case "resume" -> new Event.ResumeRequested(ticket, fields.target());
      case "drain" -> new Event.DrainRequested(ticket, fields.target());
      case "schedule" ->
          new Event.ScheduleRequested(
              ticket,
              served(
                  fields.schedule(
                      user, CronRule.parse(fields.cron(), fields.zone(), clock.instant()))));
      case "unschedule" -> new Event.UnscheduleRequested(ticket, fields.name());
      default ->
          throw new IllegalArgumentException(OrchestratorReasons.say("refused.request", type));
    };
  }

  /** As any task, one of a type that nobody ever served would wait for ever. */
  private Schedule served(Schedule schedule) {
    if (!writer.isThere(
        addresses.taskSubmit(schedule.type().name(), schedule.taskClass().label()))) {
      throw new UnknownTypeException(schedule.type());
    }
    return schedule;
  }

  /** Acknowledges the request, records what it asked for and answers, when that is committed. */
  void accept(Ticket ticket, StateEntry entry) {
    ClientMessage request = requests.remove(ticket.number());
    if (request == null) {
      throw new IllegalStateException("the request " + ticket.number() + " is void");
    }
    writer.acknowledge(request);
    writer.record(entry);
    answer(request, "done", null);
  }

  private void answer(ClientMessage request, String type, @Nullable String reason) {
    String replyTo = String.valueOf(request.getObjectProperty(REPLY_TO));
    String queue =
        replyTo.startsWith(QUEUE_PREFIX) ? replyTo.substring(QUEUE_PREFIX.length()) : replyTo;
    String user = String.valueOf(request.getValidatedUserID());
    Object correlation = request.getObjectProperty(CORRELATION);
    if (correlation == null || !queue.startsWith(addresses.repliesOf(user))) {
      return;
    }
    if (!writer.isThere(queue)) {
      return;
    }
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, false);
    message.putStringProperty(JMS_TYPE, SimpleString.of(type));
    message.putStringProperty(CORRELATION, SimpleString.of(correlation.toString()));
    TextBody.write(message, JsonCodec.standard().write(json -> json.field("reason", reason)));
    writer.reply(queue, message);
  }

  /** Every request is void; the broker delivers them again. */
  void rolledBack() {
    round.incrementAndGet();
    requests.clear();
  }
}
