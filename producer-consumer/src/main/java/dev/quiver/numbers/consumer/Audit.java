package dev.quiver.numbers.consumer;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.text.Printable;
import dev.quiver.numbers.NumbersMessage;
import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.Verdict;
import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.Neighbours;
import dev.quiver.numbers.link.NumbersLink;
import dev.quiver.numbers.link.Queues;
import dev.quiver.numbers.link.Surroundings;
import dev.quiver.numbers.log.ProcessName;
import dev.quiver.numbers.run.RunBook;
import dev.quiver.numbers.run.Sight;
import dev.quiver.numbers.wire.NumbersCodec;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;

/** The accounts kept over one connection: a {@link RunBook} with the ledger in its hands. */
final class Audit implements AutoCloseable {

  /** How many receipts at most are read before the next look; more only makes it less exact. */
  private static final int MAX_DRAIN = 5_000;

  private static final long STEP_MS = 100;

  private final ConsumerConfig config;
  private final Surroundings around;
  private final Queues queues;
  private final NumbersLink link;
  private final Narrator narrator;
  private final NumbersCodec codec = new NumbersCodec();
  private final Session session;
  private final Session looking;
  private final Neighbours neighbours;
  private final MessageConsumer consumer;
  private final Ledger ledger;
  private final EndedRuns ended;
  private final RunBook book;
  private Instant nextLook;

  private Audit(ConsumerConfig config, Surroundings around, NumbersLink link) throws JMSException {
    this.config = config;
    this.around = around;
    this.queues = around.queues();
    this.narrator = around.narrator();
    this.link = link;
    this.session = link.singlyAcknowledgingSession();
    this.looking = link.plainSession();
    this.neighbours = link.neighbours();
    MessageProducer receipts = session.createProducer(session.createQueue(queues.ledger()));
    receipts.setTimeToLive(Ledger.KEPT.toMillis());
    this.ledger = new Ledger(session, receipts, codec);
    this.consumer = session.createConsumer(session.createQueue(queues.ledger()));
    this.ended = new EndedRuns(looking, queues.ended(), codec);
    Instant now = around.clock().instant();
    this.book = new RunBook(config.id(), config.timing().settle(), config.timing().grace(), now);
    this.nextLook = now;
  }

  static Audit begin(ConsumerConfig config, Surroundings around, NumbersLink link)
      throws JMSException {
    Audit audit = new Audit(config, around, link);
    audit.hearVerdicts();
    return audit;
  }

  /** Takes what came into the ledger, or waits a little; looks around when it is time. */
  void step() throws JMSException {
    Message message = consumer.receive(STEP_MS);
    if (message != null) {
      take(message);
    }
    if (book.hasComplete() || !around.clock().instant().isBefore(nextLook)) {
      look();
      nextLook = around.clock().instant().plus(config.timing().look());
    }
  }

  private void take(Message message) throws JMSException {
    NumbersMessage content;
    try {
      content = codec.read(message);
    } catch (RejectedMessageException e) {
      narrator.say(
          "consumer.rejected",
          Printable.harmless(String.valueOf(message.getStringProperty("JMSXUserID"))),
          e);
      message.acknowledge();
      return;
    }
    Instant now = around.clock().instant();
    boolean counts =
        content instanceof Logged receipt
            ? book.onLogged(now, receipt)
            : content instanceof RunEnd end && book.onEnd(now, end);
    if (counts) {
      ledger.hold(content, message);
    } else {
      // A receipt of a run that is over, left by an auditor that died after it had said so.
      message.acknowledge();
    }
  }

  /** In the order that {@link Sight} asks for. */
  private void look() throws JMSException {
    Set<Run> present = neighbours.producers();
    long messages = link.depth(queues.numbers());
    Set<Run> waiting = messages == 0 ? Set.of() : waitingRuns();
    boolean exact = drain();
    boolean heldByAnother = !ledger.isHeld() && link.depth(queues.ledger()) > 0;
    hearVerdicts();
    if (heldByAnother) {
      return;
    }
    Sight sight = new Sight(present, waiting, messages, exact);
    for (Verdict verdict : book.onSight(around.clock().instant(), sight)) {
      ended.add(verdict);
      say(verdict);
      if (book.isClosed(verdict.run())) {
        ledger.release(verdict.run());
      }
    }
  }

  private boolean drain() throws JMSException {
    for (int i = 0; i < MAX_DRAIN; i++) {
      Message message = consumer.receiveNoWait();
      if (message == null) {
        return true;
      }
      take(message);
    }
    return false;
  }

  private void hearVerdicts() throws JMSException {
    for (Verdict verdict : ended.look()) {
      book.onVerdict(verdict);
      if (book.isClosed(verdict.run())) {
        ledger.release(verdict.run());
      }
    }
  }

  /** The queue is bounded, so that looking through all of it is cheap. */
  private Set<Run> waitingRuns() throws JMSException {
    Set<Run> runs = new HashSet<>();
    try (QueueBrowser browser = looking.createBrowser(looking.createQueue(queues.numbers()))) {
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        try {
          runs.add(codec.read((Message) messages.nextElement()).run());
        } catch (RejectedMessageException saidByWhoeverReceivesIt) {
          // Nothing of it belongs to a run.
        }
      }
    }
    return runs;
  }

  private void say(Verdict verdict) {
    ProcessName producer = ProcessName.producer(verdict.run().producer());
    String run = verdict.run().id();
    switch (verdict.how()) {
      case COMPLETE ->
          narrator.say(
              "consumer.complete", run, producer, verdict.count(), verdict.even(), verdict.odd());
      case INCOMPLETE ->
          narrator.say(
              "consumer.incomplete",
              run,
              producer,
              verdict.missing(),
              verdict.count(),
              verdict.missed());
      case ABANDONED ->
          narrator.say(
              "consumer.abandoned",
              run,
              producer,
              verdict.logged(),
              verdict.count(),
              verdict.missing());
    }
  }

  /** The runs of which it knows and that have not ended. */
  Set<Run> unjudged() {
    return book.unjudged();
  }

  @Override
  public void close() throws JMSException {
    session.close();
    looking.close();
  }
}
