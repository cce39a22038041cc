package dev.quiver.cli.up;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workers say of themselves, every second, and what those said that are gone. */
final class Beats {

  private static final Logger LOG = LoggerFactory.getLogger(Beats.class);

  /** Three beats. */
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** One life of one worker. */
  record Beat(
      String worker,
      String incarnation,
      List<String> types,
      long running,
      long done,
      long failed,
      long nanos) {}

  private final BrokerConnection connection;
  private final Map<String, Beat> last = new HashMap<>();
  private final Set<String> types = new HashSet<>();
  private @Nullable ClientSession session;
  private long openedNanos;

  Beats(BrokerConnection connection) {
    this.connection = connection;
  }

  /**
   * Sees to it that beats are heard: the subscription is the broker's until that is restarted.
   *
   * @throws ActiveMQException if the broker cannot be reached
   */
  void listen() throws ActiveMQException {
    long now = System.nanoTime();
    if (session != null && (anyAlive(now) || now - openedNanos < SILENT_NANOS)) {
      return;
    }
    ClientSession old = session;
    session = null;
    if (old != null) {
      old.close();
    }
    ClientSession opened = connection.preAcknowledgedSession();
    SimpleString name = SimpleString.of(UUID.randomUUID().toString());
    opened.createQueue(
        QueueConfiguration.of(name)
            .setAddress(SimpleString.of(connection.settings().addresses().workerHeartbeat()))
            .setRoutingType(RoutingType.MULTICAST)
            .setDurable(false)
            .setTemporary(true)
            .setAutoCreateAddress(false));
    opened.createConsumer(name).setMessageHandler(this::onMessage);
    opened.start();
    session = opened;
    openedNanos = now;
  }

  private void onMessage(ClientMessage message) {
    try {
      Beat beat = TextBody.read(message, JsonCodec.standard(), Beats::read);
      synchronized (last) {
        last.put(beat.incarnation(), beat);
        types.addAll(beat.types());
      }
    } catch (RejectedMessageException e) {
      LOG.debug("no beat: {}", e.getMessage());
    }
  }

  private static Beat read(JsonReader in) throws IOException {
    String worker = null;
    String incarnation = null;
    List<String> types = List.of();
    long running = 0;
    long done = 0;
    long failed = 0;
    while (in.next()) {
      switch (in.name()) {
        case "worker" -> worker = in.string();
        case "incarnation" -> incarnation = in.string();
        case "types" -> types = in.strings();
        case "running" -> running = in.longInteger();
        case "done" -> done = in.longInteger();
        case "failed" -> failed = in.longInteger();
        default -> in.skip();
      }
    }
    return new Beat(
        JsonReader.required("worker", worker),
        JsonReader.required("incarnation", incarnation),
        types,
        running,
        done,
        failed,
        System.nanoTime());
  }

  private boolean anyAlive(long now) {
    return !alive(now).isEmpty();
  }

  /** The workers that beat. */
  List<Beat> alive(long nowNanos) {
    synchronized (last) {
      return last.values().stream().filter(each -> nowNanos - each.nanos() < SILENT_NANOS).toList();
    }
  }

  /** The last beat of each life that was heard of. */
  List<Beat> all() {
    synchronized (last) {
      return List.copyOf(last.values());
    }
  }

  /** All types that anybody has served. */
  Set<String> types() {
    synchronized (last) {
      return Set.copyOf(types);
    }
  }
}
