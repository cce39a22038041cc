package dev.quiver.messaging.presence;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.TextBody;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a process is here, and renews it every third of its time-to-live, on a thread of its
 * own: whoever is busy must not seem to be away. A beat that fails is said again at the next one.
 * Closing it takes the word back.
 */
public final class PresencePublisher implements AutoCloseable {

  /** How long a word counts unless asked otherwise. */
  public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(PresencePublisher.class);
  private static final SimpleString TYPE = SimpleString.of("JMSType");
  private static final long STOP_SECONDS = 5;

  private final BrokerConnection connection;
  private final PresenceKind kind;
  private final String id;
  private final String incarnation;
  private final JsonCodec.Writing facts;
  private final Duration timeToLive;
  private final InstantSource clock;
  private final Instant since;
  private final String address;
  private final ScheduledExecutorService beats;
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable ClientSession session;
  private @Nullable ClientProducer producer;

  private PresencePublisher(
      BrokerConnection connection,
      PresenceKind kind,
      String id,
      String incarnation,
      JsonCodec.Writing facts,
      Duration timeToLive,
      InstantSource clock) {
    this.connection = connection;
    this.kind = kind;
    this.id = id;
    this.incarnation = incarnation;
    this.facts = facts;
    this.timeToLive = timeToLive;
    this.clock = clock;
    this.since = clock.instant();
    this.address = connection.settings().addresses().presence(kind.label());
    this.beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, id + "-presence");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Says it, and goes on saying it until closed.
   *
   * @param connection of the user who is here; closed by its owner, after this
   * @param incarnation tells this process from others of its name, earlier or later
   * @param facts writes what the kind says of itself; called at every beat, on another thread
   */
  public static PresencePublisher start(
      BrokerConnection connection,
      PresenceKind kind,
      String id,
      String incarnation,
      JsonCodec.Writing facts,
      Duration timeToLive,
      InstantSource clock) {
    PresencePublisher publisher =
        new PresencePublisher(connection, kind, id, incarnation, facts, timeToLive, clock);
    long period = Math.max(1, timeToLive.toMillis() / 3);
    // The beat catches whatever goes wrong: an executor would drop the others in silence.
    var unused =
        publisher.beats.scheduleAtFixedRate(publisher::beat, 0, period, TimeUnit.MILLISECONDS);
    return publisher;
  }

  /** Says it again now, since what it says of itself has changed. */
  public void renew() {
    try {
      beats.execute(this::beat);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: its presence is being taken back", id);
    }
  }

  private void beat() {
    try {
      say(timeToLive);
    } catch (ActiveMQException | RuntimeException e) {
      LOG.debug("{}: its presence was not renewed: {}", id, e.getMessage());
      forget();
    }
  }

  private void say(Duration life) throws ActiveMQException {
    if (session == null || producer == null || session.isClosed()) {
      forget();
      session = connection.autoCommitSession();
      producer = session.createProducer(address);
    }
    String user = connection.settings().requiredUser();
    Instant now = clock.instant();
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, false);
    message.setRoutingType(RoutingType.ANYCAST);
    message.putStringProperty(TYPE, SimpleString.of("presence"));
    message.putStringProperty(Message.HDR_LAST_VALUE_NAME, SimpleString.of(user + "/" + id));
    message.setTimestamp(now.toEpochMilli());
    message.setExpiration(now.plus(life).toEpochMilli());
    TextBody.write(
        message,
        JsonCodec.standard()
            .write(
                out ->
                    out.field("kind", kind.label())
                        .field("id", id)
                        .field("incarnation", incarnation)
                        .field("since", since)
                        .object("facts", facts)));
    producer.send(message);
  }

  private void forget() {
    ClientSession old = session;
    session = null;
    producer = null;
    if (old != null) {
      try {
        old.close();
      } catch (ActiveMQException e) {
        LOG.debug("{}: the session of its presence was not closed: {}", id, e.getMessage());
      }
    }
  }

  /** Takes the word back at once, if the broker can be reached. Idempotent. */
  @Override
  public void close() {
    // Two may close it at once, as on a second signal; the executor itself cannot tell who is
    // first.
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    beats.execute(this::sayGoodbye);
    beats.shutdown();
    try {
      if (!beats.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        beats.shutdownNow();
      }
    } catch (InterruptedException e) {
      beats.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void sayGoodbye() {
    try {
      if (!connection.isClosed()) {
        say(Duration.ofMillis(1));
      }
    } catch (ActiveMQException | QuiverMessagingException e) {
      LOG.debug("{}: its presence was not taken back and expires: {}", id, e.getMessage());
    } finally {
      forget();
    }
  }
}
