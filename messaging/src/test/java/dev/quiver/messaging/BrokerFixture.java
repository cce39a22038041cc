package dev.quiver.messaging;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A broker for one test, over TCP on a free port, that can be stopped and started again on the same
 * port and data.
 */
public final class BrokerFixture implements AutoCloseable {

  private BrokerConfig config;
  private @Nullable QuiverBroker broker;

  private BrokerFixture(BrokerConfig config) {
    this.config = config;
  }

  /** Started, with its data in that folder. */
  public static BrokerFixture in(Path folder) {
    return with(BrokerConfig.in(folder.resolve("broker")).withPort(0));
  }

  /** Started with that configuration. */
  public static BrokerFixture with(BrokerConfig config) {
    BrokerFixture fixture = new BrokerFixture(config);
    fixture.start();
    return fixture;
  }

  /** Starts it, on the port that it had. */
  public void start() {
    QuiverBroker started = QuiverBroker.start(config);
    config = config.withPort(started.port());
    broker = started;
  }

  /** Stops it; connections break, the port is free. */
  public void stop() {
    QuiverBroker running = broker;
    broker = null;
    if (running != null) {
      running.close();
    }
  }

  public void restart() {
    stop();
    start();
  }

  /** The running one. */
  public QuiverBroker broker() {
    QuiverBroker running = broker;
    if (running == null) {
      throw new IllegalStateException("the broker is stopped");
    }
    return running;
  }

  /** How to come to it as the system account of that role. */
  public ConnectionSettings as(String user) {
    String password =
        broker()
            .credentials()
            .passwordOf(user)
            .orElseThrow(() -> new IllegalArgumentException("there is no account " + user));
    return ConnectionSettings.of(broker().url(), user, password);
  }

  /** Connections as that account. */
  public Connections connectionsAs(String user) {
    return Connections.to(as(user));
  }

  /** How many messages are in that queue; -1 if there is none. */
  public long depth(String queue) {
    var located = broker().server().locateQueue(queue);
    return located == null ? -1 : located.getMessageCount();
  }

  @Override
  public void close() {
    stop();
  }
}
