package dev.quiver.tasks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this package writes any JMS client reads, and the other way round. */
class JmsInteropIT {

  private static final String POOL = "quiver.tasks.pool.text.uppercase";

  private final TaskCodec tasks = new TaskCodec(Addresses.defaults(), Spool.defaults());

  @Test
  void tasksGoBetweenJmsAndCore(@TempDir Path folder) throws Exception {
    try (QuiverBroker broker = QuiverBroker.start(BrokerConfig.in(folder).withPort(0));
        Connections worker = Connections.to(settings(broker, "worker"));
        Connections client = Connections.to(settings(broker, "client"));
        ClientSession session = worker.connect(Use.CONSUME).autoCommitSession()) {
      SimpleString pool = SimpleString.of(POOL);
      session.createAddress(pool, EnumSet.of(RoutingType.ANYCAST), false);
      session.createQueue(
          QueueConfiguration.of(pool).setRoutingType(RoutingType.ANYCAST).setDurable(true));
      session.start();

      sendWithJms(client.jms(Use.PRODUCE));
      try (var consumer = session.createConsumer(pool)) {
        ClientMessage message = consumer.receive(10_000);
        TaskMessage read = tasks.read(message);
        message.acknowledge();
        session.commit();
        assertThat(read.task().id()).isEqualTo(new TaskId("from-jms"));
        assertThat(read.envelope())
            .isEqualTo(TaskEnvelope.submitted("client", "quiver.tasks.results.client.jms", false));
      }

      Task task = new Generated(1).task();
      TaskEnvelope envelope =
          new TaskEnvelope("client", "quiver.tasks.results.client.c", false, 2, 1, true, null, 0);
      try (var producer = session.createProducer(pool)) {
        producer.send(tasks.hop(session::createMessage, task, envelope, null));
      }
      receiveWithJms(worker.jms(Use.CONSUME), task);
    }
  }

  private static void sendWithJms(ConnectionFactory factory) throws Exception {
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(POOL);
      TextMessage message =
          context.createTextMessage(
              "{\"id\":\"from-jms\",\"type\":\"text.uppercase\",\"payload\":\"h\u00e9\","
                  + "\"submittedAt\":\"2026-01-01T00:00:00Z\"}");
      message.setJMSType("task");
      message.setStringProperty("taskId", "from-jms");
      message.setStringProperty("taskType", "text.uppercase");
      message.setStringProperty("taskReplyTo", "quiver.tasks.results.client.jms");
      message.setStringProperty("_AMQ_DUPL_ID", "client/from-jms");
      context.createProducer().send(queue, message);
    }
  }

  private static void receiveWithJms(ConnectionFactory factory, Task task) throws Exception {
    try (JMSContext context = factory.createContext()) {
      TextMessage message =
          (TextMessage) context.createConsumer(context.createQueue(POOL)).receive(10_000);
      assertThat(message.getJMSType()).isEqualTo("task");
      assertThat(message.getText()).startsWith("{\"id\":\"" + task.id() + "\"");
      assertThat(message.getStringProperty("taskSubmitter")).isEqualTo("client");
      assertThat(message.getIntProperty("taskAttempt")).isEqualTo(2);
      assertThat(message.getBooleanProperty("taskAlone")).isTrue();
      assertThat(message.getStringProperty("JMSXUserID")).isEqualTo("worker");
      assertThat(message.getJMSPriority()).isEqualTo(task.taskClass().jmsPriority());
      assertThat(Instant.ofEpochMilli(message.getJMSTimestamp())).isAfter(Instant.EPOCH);
    }
  }

  private static ConnectionSettings settings(QuiverBroker broker, String user) {
    return ConnectionSettings.of(
        broker.url(), user, broker.credentials().passwordOf(user).orElseThrow());
  }
}
