package dev.quiver.tasks.worker;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.wire.OutcomeCodec;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.WireType;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Submits tasks and records every outcome message that is in its inbox, without the care a real
 * client takes: so what is lost or doubled shows.
 */
final class RawClient implements AutoCloseable {

  private final ConnectionSettings settings;
  private final String inbox;
  private final Connections connections;
  private final Map<String, List<Outcome>> outcomes = new TreeMap<>();

  RawClient(ConnectionSettings settings, String name) throws Exception {
    this.settings = settings;
    this.connections = Connections.to(settings);
    this.inbox = settings.addresses().taskResults(settings.requiredUser(), name);
    try (BrokerConnection connection = connect();
        ClientSession session = connection.autoCommitSession()) {
      new ExplicitQueues(session).durable(inbox);
    }
  }

  private BrokerConnection connect() throws InterruptedException {
    return connections.await(Use.FENCED, WaitListener.silent());
  }

  String inbox() {
    return inbox;
  }

  /** Submits all of them to the pools of their types, in one transaction. */
  void submit(List<Task> tasks) throws Exception {
    try (BrokerConnection connection = connect();
        ClientSession session = connection.transactedSession()) {
      TaskCodec codec = new TaskCodec(settings.addresses(), Spool.defaults());
      ClientProducer producer = session.createProducer();
      for (Task each : tasks) {
        ClientMessage message =
            codec.submit(
                session::createMessage, each, settings.requiredUser(), SimpleString.of(inbox));
        producer.send(SimpleString.of(settings.addresses().taskPool(each.type().name())), message);
        InputStream body = message.getBodyInputStream();
        if (body != null) {
          body.close();
        }
      }
      session.commit();
    }
  }

  /** Sends something that the filler makes of an empty message. */
  void send(String address, byte type, Consumer<ClientMessage> filler) throws Exception {
    try (BrokerConnection connection = connect();
        ClientSession session = connection.autoCommitSession()) {
      ClientMessage message = session.createMessage(type, true);
      message.setRoutingType(RoutingType.ANYCAST);
      filler.accept(message);
      session.createProducer().send(SimpleString.of(address), message);
    }
  }

  void deleteInbox() throws Exception {
    try (BrokerConnection connection = connect();
        ClientSession session = connection.autoCommitSession()) {
      new ExplicitQueues(session).delete(inbox);
    }
  }

  /** Takes what is in the inbox; all that was ever taken is returned. */
  Map<String, List<Outcome>> outcomes() throws Exception {
    try (BrokerConnection connection = connect();
        ClientSession session = connection.autoCommitSession();
        ClientConsumer consumer = session.createConsumer(inbox)) {
      session.start();
      OutcomeCodec codec = new OutcomeCodec(Spool.defaults());
      for (ClientMessage message = consumer.receiveImmediate();
          message != null;
          message = consumer.receiveImmediate()) {
        if (message.getType() == Message.TEXT_TYPE && WireType.of(message) != WireType.PROGRESS) {
          for (Outcome outcome : codec.readAll(message)) {
            outcomes
                .computeIfAbsent(outcome.facts().taskId().value(), id -> new ArrayList<>())
                .add(outcome);
          }
        }
        message.acknowledge();
      }
      session.commit();
    }
    return outcomes;
  }

  @Override
  public void close() {
    connections.close();
  }
}
