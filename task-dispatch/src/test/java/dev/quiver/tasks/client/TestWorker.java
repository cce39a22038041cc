package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.OutcomeCodec;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TaskMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * The least of a worker: takes tasks of one type, turns text into upper case and sends streamed
 * bytes back as they are, in transactions of up to a hundred. What begins with "fail" is buried.
 */
final class TestWorker implements AutoCloseable {

  static final WorkerId ID = new WorkerId("Worker-1");

  final Map<String, Integer> executed = new ConcurrentHashMap<>();
  final AtomicInteger rollbacks = new AtomicInteger();
  final AtomicInteger outcomes = new AtomicInteger();

  private final Connections connections;
  private final BrokerConnection connection;
  private final ConnectionSettings settings;
  private final String pool;
  private final TaskCodec tasks;
  private final OutcomeCodec results = new OutcomeCodec(Spool.defaults());
  private final Thread thread = new Thread(this::run, "test-worker");
  private final Map<String, ClientProducer> producers = new HashMap<>();
  private volatile boolean closing;

  private TestWorker(ConnectionSettings settings, TaskType type) {
    this.settings = settings;
    this.connections = Connections.to(settings);
    this.connection = connections.connect(Use.CONSUME);
    this.pool = settings.addresses().taskPool(type.name());
    this.tasks = new TaskCodec(settings.addresses(), Spool.defaults());
  }

  static TestWorker start(ConnectionSettings settings, TaskType type) {
    TestWorker worker = new TestWorker(settings, type);
    try (ClientSession session = worker.connection.autoCommitSession()) {
      new InboxQueue(worker.pool).ensure(session);
    } catch (ActiveMQException e) {
      throw new IllegalStateException(e);
    }
    worker.thread.start();
    return worker;
  }

  private void run() {
    while (!closing) {
      producers.clear();
      try (ClientSession session = connection.transactedSession()) {
        ClientConsumer consumer = session.createConsumer(pool);
        session.start();
        while (!closing) {
          batch(session, consumer);
        }
      } catch (Exception e) {
        // Rolled back: what was received comes again.
        rollbacks.incrementAndGet();
      }
    }
  }

  private void batch(ClientSession session, ClientConsumer consumer) throws Exception {
    ClientMessage message = consumer.receive(100);
    for (int i = 0; message != null && i < 100; i++) {
      TaskMessage task = tasks.read(message);
      executed.merge(task.task().id().value(), 1, Integer::sum);
      step(session, task);
      message.individualAcknowledge();
      message = i < 99 ? consumer.receive(1) : null;
    }
    session.commit();
  }

  private void step(ClientSession session, TaskMessage task) throws Exception {
    Instant now = Instant.now();
    Outcome.Facts facts =
        new Outcome.Facts(
            task.task().id(),
            task.task().type(),
            task.task().batch(),
            ID,
            task.envelope().attempt(),
            task.envelope().generation(),
            now,
            now);
    Payload payload = task.task().payload();
    Outcome outcome;
    if (payload instanceof Payload.Text text) {
      if (text.text().startsWith("fail") && task.envelope().generation() == 0) {
        send(
            session,
            settings.addresses().taskDead(),
            tasks.dead(session::createMessage, task.task(), task.envelope(), "it says so"));
        outcome = new Outcome.Dead(facts, "it says so");
      } else {
        outcome = new Outcome.Succeeded(facts, Payload.of(text.text().toUpperCase(Locale.ROOT)));
      }
    } else {
      outcome = new Outcome.Succeeded(facts, payload);
    }
    send(
        session,
        task.envelope().replyTo(),
        results.write(session::createMessage, outcome, Duration.ofHours(1)));
    outcomes.incrementAndGet();
  }

  private void send(ClientSession session, String address, ClientMessage message)
      throws ActiveMQException {
    ClientProducer producer = producers.get(address);
    if (producer == null) {
      producer = session.createProducer(address);
      producers.put(address, producer);
    }
    producer.send(message);
  }

  static String text(Payload payload) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var in = payload.open()) {
      in.transferTo(bytes);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closing = true;
    connections.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
