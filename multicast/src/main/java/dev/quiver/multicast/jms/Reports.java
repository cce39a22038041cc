package dev.quiver.multicast.jms;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.batch.TransactedSession;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.multicast.log.BadLogException;
import dev.quiver.multicast.log.LogReader;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.wire.Lists;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs on their way to the comparison: durable, in as many parts as a log needs, all in one
 * transaction, so that a log of any length arrives whole or not at all and waits for its reader.
 */
public final class Reports implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
  private static final int PART_CHARS = 60_000;
  private static final int WINDOW_BYTES = 1024 * 1024;

  /**
   * A log to be handed in.
   *
   * @param group the group of its round
   * @param file where its peer wrote it; nobody adds to it any more
   * @param ids of the processes that its peer has met, by their numbers; of a joiner none
   */
  public record Submission(
      String group, int peer, String id, Path file, Traffic traffic, Map<Integer, String> ids) {
    public Submission {
      ids = Map.copyOf(ids);
    }
  }

  /**
   * A log that was handed in, as {@link Submission} says.
   *
   * @param log null if what was handed in makes no sense
   */
  public record Submitted(
      String group,
      int peer,
      String id,
      @Nullable PeerLog log,
      Traffic traffic,
      Map<Integer, String> ids) {
    public Submitted {
      ids = Map.copyOf(ids);
    }
  }

  private record Key(String group, int peer, String id) {}

  private record Part(
      Key key, int part, int parts, String text, Traffic traffic, Map<Integer, String> ids) {}

  private final ClientSession session;
  private final ClientConsumer consumer;
  private final Map<Key, TreeMap<Integer, Part>> unfinished = new HashMap<>();
  private final List<ClientMessage> taken = new ArrayList<>();

  private Reports(ClientSession session, ClientConsumer consumer) {
    this.session = session;
    this.consumer = consumer;
  }

  /**
   * Hands a log in; when this returns it is on the broker's disk.
   *
   * @param group whose comparison it is for
   */
  public static void submit(BrokerConnection connection, String group, Submission log)
      throws IOException {
    try (TransactedSession session = TransactedSession.on(connection);
        Reader text = Files.newBufferedReader(log.file())) {
      String queue = connection.settings().addresses().multicastReport(group);
      session.queues().durable(queue);
      int parts = parts(log.file());
      for (int part = 0; part < parts; part++) {
        ClientMessage message = session.textMessage("log", true);
        TextBody.write(message, document(log, part, parts, next(text)));
        session.send(queue, message);
      }
      session.commit();
    }
  }

  private static int parts(Path file) throws IOException {
    long parts = 0;
    try (Reader text = Files.newBufferedReader(file)) {
      while (!next(text).isEmpty()) {
        parts++;
      }
    }
    return (int) Math.max(1, parts);
  }

  private static String next(Reader text) throws IOException {
    char[] part = new char[PART_CHARS];
    int length = 0;
    for (int read = text.read(part);
        read > 0;
        read = text.read(part, length, part.length - length)) {
      length += read;
    }
    return new String(part, 0, length);
  }

  private static String document(Submission log, int part, int parts, String text) {
    return JsonCodec.standard()
        .write(
            out ->
                out.field("group", log.group())
                    .field("peer", log.peer())
                    .field("id", log.id())
                    .field("part", part)
                    .field("parts", parts)
                    .field("text", text)
                    .field("framesOut", log.traffic().framesOut())
                    .field("framesIn", log.traffic().framesIn())
                    .field("words", log.traffic().words())
                    .field("met", Lists.map(log.ids())));
  }

  /** Begins to take the logs that were handed in for a group. */
  public static Reports open(BrokerConnection connection, String group) {
    String queue = connection.settings().addresses().multicastReport(group);
    ClientSession session = connection.transactedSession();
    try {
      new ExplicitQueues(session).durable(queue);
      ClientConsumer consumer =
          session.createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, false);
      session.start();
      return new Reports(session, consumer);
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /**
   * The next log that is whole; empty if none is within that time. It comes again to the next
   * reader unless it is {@link #judged}.
   */
  public Optional<Submitted> poll(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        long left = (until - System.nanoTime()) / 1_000_000;
        ClientMessage message = consumer.receive(Math.max(1, left));
        if (message == null) {
          return Optional.empty();
        }
        taken.add(message);
        Optional<Submitted> whole = add(message);
        if (whole.isPresent()) {
          return whole;
        }
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /** What was polled is judged: the broker need not keep it any more. */
  public void judged() {
    try {
      for (ClientMessage message : taken) {
        message.individualAcknowledge();
      }
      taken.clear();
      session.commit();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private Optional<Submitted> add(ClientMessage message) {
    try {
      Part part = TextBody.read(message, JsonCodec.standard(), Reports::read);
      TreeMap<Integer, Part> its =
          unfinished.computeIfAbsent(part.key(), unknown -> new TreeMap<>());
      its.put(part.part(), part);
      if (its.size() < part.parts()) {
        return Optional.empty();
      }
      unfinished.remove(part.key());
      Key key = part.key();
      return Optional.of(
          new Submitted(
              key.group(), key.peer(), key.id(), read(key, its), part.traffic(), part.ids()));
    } catch (RejectedMessageException e) {
      LOG.warn("a message among the logs is none and is left out: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The log of these parts, each of which is let go when it was read; null if it makes no sense.
   */
  private static @Nullable PeerLog read(Key key, Map<Integer, Part> parts) {
    try {
      LogReader reader = new LogReader("the log of peer " + key.peer());
      for (Iterator<Part> each = parts.values().iterator(); each.hasNext(); each.remove()) {
        reader.add(each.next().text());
      }
      PeerLog log = reader.log();
      if (log.peer() == key.peer()) {
        return log;
      }
      LOG.warn("peer {} handed in the log of peer {}", key.peer(), log.peer());
    } catch (BadLogException e) {
      LOG.warn("a log that was handed in is left out: {}", e.getMessage());
    }
    return null;
  }

  private static Part read(JsonReader in) throws IOException {
    Map<String, Long> numbers = new HashMap<>();
    Map<String, @Nullable String> texts = new HashMap<>();
    while (in.next()) {
      switch (in.name()) {
        case "peer", "part", "parts", "framesOut", "framesIn", "words" ->
            numbers.put(in.name(), in.longInteger());
        case "group", "id", "text", "met" -> texts.put(in.name(), in.string());
        default -> in.skip();
      }
    }
    Key key =
        new Key(
            JsonReader.required("group", texts.get("group")),
            small(JsonReader.required("peer", numbers.get("peer"))),
            JsonReader.required("id", texts.get("id")));
    @Nullable String met = texts.get("met");
    return new Part(
        key,
        small(JsonReader.required("part", numbers.get("part"))),
        small(JsonReader.required("parts", numbers.get("parts"))),
        JsonReader.required("text", texts.get("text")),
        new Traffic(
            numbers.getOrDefault("framesOut", 0L),
            numbers.getOrDefault("framesIn", 0L),
            numbers.getOrDefault("words", 0L)),
        Lists.texts(met == null ? "" : met));
  }

  private static int small(long number) {
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the number " + number + " is out of range");
    }
    return (int) number;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (ActiveMQException e) {
      unfinished.clear(); // The connection is gone; what was not acknowledged is still there.
    }
  }
}
