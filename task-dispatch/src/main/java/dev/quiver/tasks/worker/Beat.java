package dev.quiver.tasks.worker;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.tasks.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.reader.MessageUtil;

/**
 * Tells that a worker lives: a beat on {@code workers.heartbeat} and its entry in {@code
 * presence.worker}. On a thread and session of its own, so that no task can hold it up.
 */
final class Beat {

  static final Duration EVERY = Duration.ofSeconds(1);

  /** Renewed at every third of it. */
  static final Duration PRESENT_FOR = Duration.ofSeconds(9);

  private final Worker worker;
  private final String user;
  private final ClientSession session;
  private final ClientProducer producer;
  private final String incarnation = UUID.randomUUID().toString();
  private final Instant since;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private Beat(Worker worker, BrokerConnection connection) throws ActiveMQException {
    this.worker = worker;
    this.user = connection.settings().requiredUser();
    this.session = connection.preAcknowledgedSession();
    this.producer = session.createProducer();
    this.since = worker.clock().instant();
    this.thread = new Thread(this::beat, worker.id() + "-beat");
    thread.setDaemon(true);
  }

  /** Begins to beat; its first entry is with the broker when this returns. */
  static Beat start(Worker worker, BrokerConnection connection) throws ActiveMQException {
    Beat beat = new Beat(worker, connection);
    beat.tellPresence();
    beat.tellBeat();
    beat.thread.start();
    return beat;
  }

  private void beat() {
    int count = 0;
    long renewals = PRESENT_FOR.toMillis() / 3 / EVERY.toMillis();
    try {
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        tellBeat();
        if (++count % renewals == 0) {
          tellPresence();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ActiveMQException e) {
      // The slots have noticed as well and the whole connection is made anew.
      Slot.LOG.debug("{}: no beat: {}", worker.id(), e.getMessage());
    }
  }

  private void tellBeat() throws ActiveMQException {
    WorkerStatus status = worker.status();
    send(
        worker.addresses().workerHeartbeat(),
        RoutingType.MULTICAST,
        "heartbeat",
        newMessage(
            json ->
                json.field("worker", worker.id().value())
                    .field("incarnation", incarnation)
                    .strings("types", types())
                    .field("concurrency", worker.config().concurrency())
                    .field("running", status.running())
                    .field("done", status.done())
                    .field("failed", status.failed())));
  }

  private void tellPresence() throws ActiveMQException {
    WorkerStatus status = worker.status();
    ClientMessage message =
        newMessage(
            json ->
                json.field("kind", "worker")
                    .field("id", worker.id().value())
                    .field("incarnation", incarnation)
                    .field("since", since)
                    .object(
                        "facts",
                        facts ->
                            facts
                                .strings("types", types())
                                .field("concurrency", worker.config().concurrency())
                                .field("running", status.running())
                                .field("done", status.done())
                                .field("failed", status.failed())));
    message.putStringProperty(
        Message.HDR_LAST_VALUE_NAME, SimpleString.of(user + "/" + worker.id()));
    message.setExpiration(message.getTimestamp() + PRESENT_FOR.toMillis());
    send(worker.addresses().presence("worker"), RoutingType.ANYCAST, "presence", message);
  }

  private ClientMessage newMessage(JsonCodec.Writing fields) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, false);
    TextBody.write(message, JsonCodec.standard().write(fields));
    return message;
  }

  private void send(String address, RoutingType routing, String type, ClientMessage message)
      throws ActiveMQException {
    message.setRoutingType(routing);
    message.putStringProperty(MessageUtil.TYPE_HEADER_NAME, SimpleString.of(type));
    producer.send(SimpleString.of(address), message);
  }

  private List<String> types() {
    return worker.handlers().types().stream().map(TaskType::name).toList();
  }

  void close() {
    closing.countDown();
  }
}
