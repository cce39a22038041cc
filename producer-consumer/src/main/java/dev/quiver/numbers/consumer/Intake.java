package dev.quiver.numbers.consumer;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.text.Printable;
import dev.quiver.messaging.text.Sayings;
import dev.quiver.numbers.NumbersMessage;
import dev.quiver.numbers.NumbersMessage.Drawn;
import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.Neighbours;
import dev.quiver.numbers.link.NumbersLink;
import dev.quiver.numbers.link.Surroundings;
import dev.quiver.numbers.log.ConsumerLog;
import dev.quiver.numbers.log.ProcessName;
import dev.quiver.numbers.wire.NumbersCodec;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes one number after another over one connection: writes its line to the log, brings that onto
 * the disk, and then, in one transaction, acknowledges the number and sends its receipt. Whenever
 * the process is killed, the number is either still in the queue or done with; a line that was
 * written for a number that is still there is found in the log when the number comes again.
 */
final class Intake implements AutoCloseable {

  private static final long STEP_MS = 100;

  private final ConsumerConfig config;
  private final Surroundings around;
  private final Narrator narrator;
  private final NumbersLink link;
  private final ConsumerLog log;
  private final Tally tally;
  private final Verdicts verdicts;
  private final CountDownLatch stopping;
  private final NumbersCodec codec = new NumbersCodec();
  private final Set<Run> seen = new HashSet<>();
  private final Session session;
  private final Session looking;
  private final Neighbours neighbours;
  private final MessageConsumer consumer;
  private final MessageProducer receipts;
  private final EndedRuns ended;
  private boolean idle;
  private boolean saidIdle;
  private long idleSince = System.nanoTime();
  private long nextLook = System.nanoTime();

  private Intake(
      ConsumerConfig config,
      Surroundings around,
      NumbersLink link,
      ConsumerLog log,
      Tally tally,
      Verdicts verdicts,
      CountDownLatch stopping)
      throws JMSException {
    this.config = config;
    this.around = around;
    this.narrator = around.narrator();
    this.link = link;
    this.log = log;
    this.tally = tally;
    this.verdicts = verdicts;
    this.stopping = stopping;
    this.session = link.transactedSession();
    this.looking = link.plainSession();
    this.neighbours = link.neighbours();
    this.consumer = session.createConsumer(session.createQueue(around.queues().numbers()));
    this.receipts = session.createProducer(session.createQueue(around.queues().ledger()));
    receipts.setTimeToLive(Ledger.KEPT.toMillis());
    this.ended = new EndedRuns(looking, around.queues().ended(), codec);
  }

  static Intake begin(
      ConsumerConfig config,
      Surroundings around,
      NumbersLink link,
      ConsumerLog log,
      Tally tally,
      Verdicts verdicts,
      CountDownLatch stopping)
      throws JMSException {
    return new Intake(config, around, link, log, tally, verdicts, stopping);
  }

  /** Takes a message, or waits a little for one. */
  void step() throws JMSException, InterruptedException {
    Message message = consumer.receive(STEP_MS);
    idle = message == null;
    if (message == null) {
      sayIdle();
      return;
    }
    take(message);
    saidIdle = false;
    idleSince = System.nanoTime();
  }

  private void sayIdle() {
    long since = System.nanoTime() - idleSince;
    if (!saidIdle && since >= config.timing().idle().toNanos()) {
      saidIdle = true;
      narrator.say("consumer.waiting");
    }
  }

  private void take(Message message) throws JMSException, InterruptedException {
    try {
      NumbersMessage content = codec.read(message);
      if (content instanceof Drawn number) {
        take(number);
      } else if (content instanceof RunEnd end) {
        take(end);
      } else {
        throw new RejectedMessageException(
            Rejection.UNKNOWN_MESSAGE_TYPE, Sayings.ofMessaging().say("rejected.misplaced"));
      }
    } catch (RejectedMessageException e) {
      tally.onRejected();
      session.commit();
      narrator.say(
          "consumer.rejected",
          Printable.harmless(String.valueOf(message.getStringProperty("JMSXUserID"))),
          e);
    }
  }

  private void take(Drawn number) throws JMSException, InterruptedException {
    work();
    boolean fresh = log.append(number);
    if (fresh) {
      tally.onLogged(number.parity());
    } else {
      tally.onAgain();
    }
    seen.add(number.run());
    receipts.send(codec.write(session, Logged.of(number)));
    session.commit();
    ProcessName producer = ProcessName.producer(number.run().producer());
    String run = number.run().id();
    if (fresh) {
      narrator.say(
          "consumer.logged", number.value(), producer, number.sequence(), run, number.parity());
    } else {
      narrator.say("consumer.again", number.value(), producer, number.sequence(), run);
    }
  }

  /** Work on a number may be made to take its time; whoever stops the consumer need not wait. */
  private void work() throws InterruptedException {
    long nanos = config.work().toNanos();
    if (nanos > 0) {
      boolean hurry = stopping.await(nanos, TimeUnit.NANOSECONDS);
      if (hurry) {
        return;
      }
    }
  }

  private void take(RunEnd end) throws JMSException {
    seen.add(end.run());
    receipts.send(codec.write(session, end));
    session.commit();
    narrator.say(
        "consumer.end", ProcessName.producer(end.run().producer()), end.run().id(), end.count());
  }

  /**
   * Whether there is nothing left to do for a consumer that ends with the runs: some run has ended,
   * none is under way as far as anybody can see, and the queue is empty, also of what others hold.
   *
   * @param unjudged runs that are under way as far as this process' accounts say
   */
  boolean isOver(Set<Run> unjudged) throws JMSException {
    long now = System.nanoTime();
    if (!idle || now - nextLook < 0) {
      return false;
    }
    nextLook = now + config.timing().look().toNanos();
    verdicts.onLook(ended.look());
    return config.untilEnd()
        && !verdicts.fresh().isEmpty()
        && verdicts.haveEnded(seen)
        && verdicts.haveEnded(unjudged)
        && verdicts.haveEnded(neighbours.producers())
        && link.depth(around.queues().numbers()) == 0;
  }

  @Override
  public void close() throws JMSException {
    session.close();
    looking.close();
  }
}
