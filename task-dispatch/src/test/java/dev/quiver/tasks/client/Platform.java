package dev.quiver.tasks.client;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.BrokerLimits;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.UserAdmin;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.core.server.Queue;

/** A broker, and whoever connects to it, for one test. */
final class Platform implements AutoCloseable {

  static final TaskType UPPER = new TaskType("text.uppercase");

  private final List<AutoCloseable> opened = new ArrayList<>();
  private BrokerConfig config;
  private QuiverBroker broker;

  Platform(Path folder) {
    this(folder, BrokerLimits.defaults());
  }

  Platform(Path folder, BrokerLimits limits) {
    config = BrokerConfig.in(folder.resolve("broker")).withPort(0).withLimits(limits);
    broker = QuiverBroker.start(config);
    config = config.withPort(broker.port());
  }

  QuiverBroker broker() {
    return broker;
  }

  void stopBroker() {
    broker.close();
  }

  void startBroker() {
    broker = QuiverBroker.start(config);
  }

  ConnectionSettings settings(String user) {
    return ConnectionSettings.of(
        broker.url(), user, broker.credentials().passwordOf(user).orElseThrow());
  }

  /** For who makes accounts; the caller closes it. */
  UserAdmin users() {
    String password = broker.credentials().passwordOf("admin").orElseThrow();
    return UserAdmin.connect(broker.url(), "admin", password, "quiver");
  }

  TestWorker worker() {
    return open(TestWorker.start(settings("worker"), UPPER));
  }

  TaskClient client(TaskClientConfig client) {
    return client(client, ClientListener.NONE);
  }

  TaskClient client(TaskClientConfig client, ClientListener listener) {
    return open(TaskClient.connect(settings("client"), client, listener));
  }

  <T extends AutoCloseable> T open(T each) {
    opened.add(each);
    return each;
  }

  /** The broker's counters of that queue; null if there is none. */
  Queue queue(String name) {
    return broker.server().locateQueue("quiver." + name);
  }

  static Task task(String id, String text) {
    return Task.of(new TaskId(id), UPPER, Payload.of(text), Instant.now());
  }

  @Override
  public void close() {
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    broker.close();
  }
}
