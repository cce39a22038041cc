package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.orchestrator.Event;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Hears the workers' beats, of which the last may say that the worker ends. The broker lets workers
 * alone send them; one that cannot be read is counted and left out.
 */
final class Beats {

  /** Whoever has said nothing for so long runs nothing that counts. */
  private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(3);

  private record Load(long running, long nanos) {}

  private final Consumer<Event> learned;
  private final Rejections rejections;
  private final Map<WorkerId, Load> loads = new ConcurrentHashMap<>();

  private Beats(Consumer<Event> learned, Rejections rejections) {
    this.learned = learned;
    this.rejections = rejections;
  }

  /** Begins to listen. {@code name} names the subscription; it begins with the user. */
  static Beats listen(
      BrokerConnection connection, String name, Consumer<Event> learned, Rejections rejections)
      throws ActiveMQException {
    Addresses addresses = connection.settings().addresses();
    Beats beats = new Beats(learned, rejections);
    ClientSession session = connection.preAcknowledgedSession();
    new ExplicitQueues(session).temporarySubscription(addresses.workerHeartbeat(), name);
    session.createConsumer(SimpleString.of(name)).setMessageHandler(beats::onMessage);
    session.start();
    return beats;
  }

  /** How many tasks are executed now, as the workers said that were heard of lately. */
  long running() {
    long now = System.nanoTime();
    return loads.values().stream()
        .filter(load -> now - load.nanos() < LATELY_NANOS)
        .mapToLong(Load::running)
        .sum();
  }

  private void onMessage(ClientMessage message) {
    try {
      learned.accept(TextBody.read(message, JsonCodec.standard(), this::read));
    } catch (RejectedMessageException e) {
      rejections.count(e, String.valueOf(message.getValidatedUserID()));
    }
  }

  private Event read(JsonReader in) throws IOException {
    String worker = null;
    String incarnation = null;
    List<String> types = null;
    int concurrency = 0;
    long running = 0;
    boolean alone = false;
    boolean ending = false;
    while (in.next()) {
      switch (in.name()) {
        case "worker" -> worker = in.string();
        case "incarnation" -> incarnation = in.string();
        case "types" -> types = in.strings();
        case "concurrency" -> concurrency = in.integer();
        case "running" -> running = in.longInteger();
        case "alone" -> alone = in.bool();
        case "ending" -> ending = in.bool();
        default -> in.skip();
      }
    }
    TreeSet<TaskType> served = new TreeSet<>();
    JsonReader.required("types", types).forEach(type -> served.add(new TaskType(type)));
    if (concurrency < 1) {
      throw new IllegalArgumentException("a worker's concurrency is " + concurrency);
    }
    WorkerId id = new WorkerId(JsonReader.required("worker", worker));
    if (ending) {
      return new Event.WorkerEnding(id, JsonReader.required("incarnation", incarnation));
    }
    long now = System.nanoTime();
    if (loads.put(id, new Load(running, now)) == null) {
      loads.values().removeIf(load -> now - load.nanos() > LATELY_NANOS);
    }
    return new Event.WorkerSeen(
        id, JsonReader.required("incarnation", incarnation), served, concurrency, alone);
  }
}
