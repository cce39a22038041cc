package dev.quiver.multicast.jms;

import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.batch.TransactedSession;
import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.multicast.log.PeerLog;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
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

  /** How long the next part of a log may take that has begun to come. */
  private static final Duration NEXT_PART = Duration.ofSeconds(2);

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
   * @param user the account that handed it in, as the broker vouches
   * @param log null if what was handed in makes no sense
   */
  public record Submitted(
      String group,
      int peer,
      String id,
      String user,
      @Nullable PeerLog log,
      Traffic traffic,
      Map<Integer, String> ids) {
    public Submitted {
      ids = Map.copyOf(ids);
    }

    /** What tells it from others; the same log handed in twice has the same. */
    Key key() {
      return new Key(group, peer, id, user);
    }
  }

  /** One process in one round, and the account that speaks for it. */
  record Key(String group, int peer, String id, String user) {}

  private final ClientSession session;
  private final ClientConsumer consumer;
  private final Map<Key, ArrivingLog> unfinished = new HashMap<>();

  /**
   * The numbers that the broker gave to the messages of each whole log that is not judged yet;
   * their bodies are let go.
   */
  private final Map<Key, List<Long>> taken = new HashMap<>();

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
        TextBody.write(message, ReportPart.write(log, part, parts, next(text)));
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
   * The next log that is whole; empty if none is within that time. While parts of one come, it is
   * waited for. It comes again to the next reader unless it is {@link #judged}.
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
        Optional<Submitted> whole = add(message);
        if (whole.isPresent()) {
          return whole;
        }
        long extended = System.nanoTime() + NEXT_PART.toNanos();
        if (!unfinished.isEmpty() && extended - until > 0) {
          until = extended;
        }
      }
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /** Those are judged: the broker need not keep them any more. */
  public void judged(Collection<Submitted> logs) {
    try {
      for (Submitted log : logs) {
        for (long message : taken.getOrDefault(log.key(), List.of())) {
          acknowledge(message);
        }
      }
      session.commit();
      logs.forEach(log -> taken.remove(log.key()));
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  private void acknowledge(long message) throws ActiveMQException {
    ClientMessageImpl bodiless = new ClientMessageImpl();
    bodiless.setMessageID(message);
    ((ClientConsumerInternal) consumer).individualAcknowledge(bodiless);
  }

  private Optional<Submitted> add(ClientMessage message) throws ActiveMQException {
    ReportPart part;
    try {
      part = TextBody.read(message, JsonCodec.standard(), ReportPart::read);
    } catch (RejectedMessageException e) {
      LOG.warn("a message among the logs is none and is left out: {}", e.getMessage());
      message.individualAcknowledge();
      return Optional.empty();
    }
    String user = String.valueOf(message.getValidatedUserID());
    Key key = new Key(part.group(), part.peer(), part.id(), user);
    ArrivingLog log = unfinished.computeIfAbsent(key, unknown -> new ArrivingLog(part));
    log.add(part, message.getMessageID());
    if (!log.isWhole()) {
      return Optional.empty();
    }
    unfinished.remove(key);
    taken.computeIfAbsent(key, unknown -> new ArrayList<>()).addAll(log.messages());
    return Optional.of(
        new Submitted(
            key.group(), key.peer(), key.id(), user, log.log(), part.traffic(), part.ids()));
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
