package dev.quiver.multicast.jms;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.TransactedSession;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.QueueMissingException;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.core.Reign;
import dev.quiver.multicast.wire.PeerCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer's candidacy for coordinator: a consumer on the exclusive queue, where the broker lets one
 * peer receive at a time. Each step of its {@link Reign} is one transaction. It lives and dies with
 * the peer's connection, which does not come back by itself.
 */
final class Seat implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Seat.class);
  private static final int WINDOW_BYTES = 1024 * 1024;

  /** Each failed one means that another peer has come further. */
  private static final int MOST_ATTEMPTS = 1_000;

  private final String group;
  private final int self;
  private final GroupLink link;
  private final Addresses addresses;
  private final TransactedSession session;
  private final BlockingQueue<ClientMessage> arrived = new LinkedBlockingQueue<>();
  private final Map<Long, ClientMessage> held = new HashMap<>();
  private final Reign reign;
  private final Thread thread;
  private final Runnable firstStep;
  private final Consumer<RuntimeException> failed;
  private volatile boolean closing;
  private boolean stepped;
  private long tags;

  private Seat(
      BrokerConnection connection,
      RoundConfig round,
      int self,
      GroupLink link,
      Runnable firstStep,
      Consumer<RuntimeException> failed) {
    this.firstStep = firstStep;
    this.failed = failed;
    this.group = round.group();
    this.self = self;
    this.reign = new Reign(round.order());
    this.link = link;
    this.addresses = connection.settings().addresses();
    this.session = TransactedSession.on(connection);
    this.thread = new Thread(this::run, "coordinator-" + group + "-" + self);
    this.thread.setDaemon(true);
  }

  /**
   * Stands for election; if the peer belongs to the group from the beginning, it first puts the
   * first last number into the queue, of which the broker keeps one of all.
   *
   * @param firstStep run when it has been elected and made its first step
   * @param failed hears why it cannot go on; whoever has the seat and does not number stalls all
   */
  static Seat take(
      BrokerConnection connection,
      RoundConfig round,
      int self,
      GroupLink link,
      Runnable firstStep,
      Consumer<RuntimeException> failed) {
    Seat seat = new Seat(connection, round, self, link, firstStep, failed);
    boolean first = round.members().contains(self);
    seat.sit(first ? () -> link.sendFirst(new PeerMessage.LastNumber(0, round.view())) : () -> {});
    seat.session.start();
    seat.thread.start();
    return seat;
  }

  /**
   * What lies in a queue that nobody consumes from was left by a group of that name whose peers
   * were all killed: its last number would be taken for ours.
   *
   * @param begin says the first word
   */
  private void sit(Runnable begin) {
    String queue = addresses.multicastSequence(group);
    for (int attempt = 1; ; attempt++) {
      try {
        if (session.queues().isAbandoned(queue)) {
          session.queues().deleteUnused(queue);
        }
        session.queues().durable(queue);
        session.consume(queue, WINDOW_BYTES, arrived::add);
        begin.run();
        return;
      } catch (QueueMissingException e) {
        // Another peer has just removed it, or its address, for the same reason.
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void run() {
    try {
      while (!closing) {
        ClientMessage message = arrived.poll(200, TimeUnit.MILLISECONDS);
        for (; message != null; message = arrived.poll()) {
          take(message);
        }
        for (var step = reign.next(); step.isPresent(); step = reign.next()) {
          commit(step.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!closing) {
        LOG.debug("peer {}: its reign has ended: {}", self, e.getMessage());
        failed.accept(e);
      }
    } finally {
      session.close();
    }
  }

  private void take(ClientMessage message) {
    try {
      PeerCodec.Arrived word = link.codec().read(message);
      long tag = ++tags;
      held.put(tag, message);
      reign.take(tag, word.message());
    } catch (RejectedMessageException e) {
      LOG.warn("peer {}: the coordinator leaves out a message: {}", self, e.getMessage());
      session.acknowledge(message);
    }
  }

  private void commit(Reign.Step step) {
    for (long tag : step.tags()) {
      ClientMessage message = held.remove(tag);
      if (message != null) {
        session.acknowledge(message);
      }
    }
    for (PeerMessage.Numbered each : step.numbered()) {
      ClientMessage numbered = session.textMessage("numbered", false);
      link.codec().write(numbered, group, self, each);
      session.publish(addresses.multicastAll(group), numbered);
    }
    if (step.last() != null) {
      ClientMessage last = session.textMessage("last", false);
      link.codec().write(last, group, self, step.last());
      session.send(addresses.multicastSequence(group), last);
    }
    // Before the commit: what it publishes can end the round, and then the traffic is read.
    link.stepped(step.tags().size(), step.numbered().size(), step.last() == null ? 0 : 1);
    session.commit();
    if (!stepped) {
      stepped = true;
      firstStep.run();
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
