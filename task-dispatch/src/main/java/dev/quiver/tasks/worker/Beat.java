package dev.quiver.tasks.worker;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonWriter;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.presence.PresenceKind;
import dev.quiver.messaging.presence.PresencePublisher;
import dev.quiver.tasks.TaskType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
 * presence.worker}. On threads and sessions of their own, so that no task can hold them up.
 */
final class Beat {

  static final Duration EVERY = Duration.ofSeconds(1);

  private final Worker worker;
  private final ClientSession session;
  private final ClientProducer producer;
  private final String incarnation;
  private final BooleanSupplier alone;
  private final PresencePublisher presence;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean ending;
  private final Thread thread;

  private Beat(
      Worker worker, BrokerConnection connection, String incarnation, BooleanSupplier alone)
      throws ActiveMQException {
    this.worker = worker;
    this.incarnation = incarnation;
    this.alone = alone;
    this.session = connection.preAcknowledgedSession();
    this.producer = session.createProducer();
    this.presence =
        PresencePublisher.start(
            connection,
            PresenceKind.WORKER,
            worker.id().value(),
            incarnation,
            this::facts,
            PresencePublisher.DEFAULT_TIME_TO_LIVE,
            worker.clock());
    this.thread = new Thread(this::beat, worker.id() + "-beat");
    thread.setDaemon(true);
  }

  /**
   * Begins to beat.
   *
   * @param alone whether it runs one task and nothing beside it now, or is about to
   */
  static Beat start(
      Worker worker, BrokerConnection connection, String incarnation, BooleanSupplier alone)
      throws ActiveMQException {
    Beat beat = new Beat(worker, connection, incarnation, alone);
    beat.thread.start();
    return beat;
  }

  private void beat() {
    try {
      do {
        tellBeat(false);
      } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
      if (ending) {
        tellBeat(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ActiveMQException e) {
      // The slots have noticed as well and the whole connection is made anew.
      Slot.LOG.debug("{}: no beat: {}", worker.id(), e.getMessage());
    }
  }

  private void tellBeat(boolean last) throws ActiveMQException {
    ClientMessage message =
        newMessage(
            json -> {
              json.field("worker", worker.id().value()).field("incarnation", incarnation);
              facts(json);
              json.field("alone", alone.getAsBoolean()).field("ending", last);
            });
    message.setRoutingType(RoutingType.MULTICAST);
    message.putStringProperty(MessageUtil.TYPE_HEADER_NAME, SimpleString.of("heartbeat"));
    producer.send(SimpleString.of(worker.addresses().workerHeartbeat()), message);
  }

  private void facts(JsonWriter facts) throws IOException {
    WorkerStatus status = worker.status();
    facts
        .strings("types", types())
        .field("concurrency", worker.config().concurrency())
        .field("running", status.running())
        .field("done", status.done())
        .field("failed", status.failed());
  }

  private ClientMessage newMessage(JsonCodec.Writing fields) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, false);
    TextBody.write(message, JsonCodec.standard().write(fields));
    return message;
  }

  private List<String> types() {
    return worker.handlers().types().stream().map(TaskType::name).toList();
  }

  /**
   * Says with the last beat that the worker ends in good order and takes nothing more. Returns when
   * that is on its way, if it does not take long.
   */
  void end() throws InterruptedException {
    ending = true;
    closing.countDown();
    thread.join(TimeUnit.SECONDS.toMillis(1));
  }

  /** Ends the beat and takes the entry back. */
  void close() {
    presence.close();
    closing.countDown();
  }
}
