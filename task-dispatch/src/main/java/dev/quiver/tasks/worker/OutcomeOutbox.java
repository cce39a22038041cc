package dev.quiver.tasks.worker;

import dev.quiver.messaging.batch.KnownQueues;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.wire.OutcomeCodec;
import dev.quiver.tasks.wire.TaskEnvelope;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends the outcomes of one slot's transaction: those for one inbox in one message, if its reader
 * takes them so, because a message of its own for each of them is half of what a task costs the
 * broker. Belongs to the slot's thread.
 */
final class OutcomeOutbox {

  private static final int INBOXES = 500;

  private final ClientSession session;
  private final ClientProducer producer;
  private final KnownQueues inboxes;
  private final OutcomeCodec codec;
  private final Duration retention;

  /** What is sent when there is no more room, or at the end of the transaction, by inbox. */
  private final Map<String, Shared> together = new LinkedHashMap<>();

  private static final class Shared {
    final List<Outcome> outcomes = new ArrayList<>();
    int chars;
  }

  OutcomeOutbox(ClientSession session, ClientProducer producer, WorkerConfig config) {
    this.session = session;
    this.producer = producer;
    this.inboxes = new KnownQueues(session, INBOXES);
    this.codec = new OutcomeCodec(config.spool());
    this.retention = config.retention();
  }

  /**
   * Sends an outcome, now or with {@link #flush}.
   *
   * @return what is sent: a failure that says so if the outcome itself cannot be; null if nobody
   *     waits for it
   */
  @Nullable Outcome send(Outcome wanted, TaskEnvelope envelope) throws ActiveMQException {
    String inbox = envelope.replyTo();
    if (!inboxes.exists(inbox)) {
      return null;
    }
    int chars = envelope.together() ? OutcomeCodec.share(wanted) : OutcomeCodec.MAX_SHARED_CHARS;
    if (chars < OutcomeCodec.MAX_SHARED_CHARS) {
      Shared shared = together.computeIfAbsent(inbox, unknown -> new Shared());
      if (shared.chars + chars > OutcomeCodec.MAX_SHARED_CHARS) {
        send(inbox, shared);
      }
      shared.outcomes.add(wanted);
      shared.chars += chars;
      return wanted;
    }
    Outcome outcome = wanted;
    ClientMessage written;
    try {
      written = codec.write(session::createMessage, outcome, retention);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      // What the handler made cannot be sent, and never could be.
      outcome =
          new Outcome.Failed(wanted.facts(), TaskReasons.say("result.unusable", e.getMessage()));
      written = codec.write(session::createMessage, outcome, retention);
    }
    // What ended before it comes before it.
    flush();
    Sending.send(producer, inboxes.address(inbox), written);
    return outcome;
  }

  /** Sends what is to go together. */
  void flush() throws ActiveMQException {
    for (Map.Entry<String, Shared> each : together.entrySet()) {
      send(each.getKey(), each.getValue());
    }
    together.clear();
  }

  private void send(String inbox, Shared shared) throws ActiveMQException {
    List<Outcome> outcomes = shared.outcomes;
    ClientMessage message =
        outcomes.size() == 1
            ? codec.write(session::createMessage, outcomes.get(0), retention)
            : codec.writeTogether(session::createMessage, outcomes, retention);
    Sending.send(producer, inboxes.address(inbox), message);
    outcomes.clear();
    shared.chars = 0;
  }

  /** Forgets what was to be sent, and which inboxes there are. */
  void forget() {
    together.clear();
    inboxes.forget();
  }
}
