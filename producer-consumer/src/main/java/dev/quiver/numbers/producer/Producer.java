package dev.quiver.numbers.producer;

import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.Printable;
import dev.quiver.numbers.NumbersMessage;
import dev.quiver.numbers.NumbersMessage.Drawn;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Parity;
import dev.quiver.numbers.draw.DistinctNumbers;
import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.Neighbours;
import dev.quiver.numbers.link.NumbersLink;
import dev.quiver.numbers.link.Outage;
import dev.quiver.numbers.link.Queues;
import dev.quiver.numbers.link.Surroundings;
import dev.quiver.numbers.wire.NumbersCodec;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends the numbers of one run and its end marker, each durable and with a duplicate id of its own:
 * after a broken connection the last one is sent again, and the broker drops it if it has it.
 */
public final class Producer {

  private final ProducerConfig config;
  private final Surroundings around;
  private final Queues queues;
  private final Narrator narrator;
  private final DistinctNumbers numbers;
  private final NumbersCodec codec = new NumbersCodec();
  private final BlockWatch watch;
  private final Company company;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private volatile @Nullable NumbersLink link;
  private @Nullable Drawn next;
  private boolean uncertain;
  private int sent;
  private int even;
  private boolean ended;
  private long begunAt;
  private long lastAt;
  private long mayBeginAt;

  public Producer(ProducerConfig config, Surroundings around, RandomGenerator random) {
    this.config = config;
    this.around = around;
    this.queues = around.queues();
    this.narrator = around.narrator();
    this.numbers = new DistinctNumbers(config.range(), random);
    this.watch = new BlockWatch(narrator, config.count(), config.notice(), System::nanoTime);
    this.company = new Company(narrator);
  }

  /**
   * Sends everything, waiting for room in the queue and for the broker as long as it takes.
   *
   * @throws QuiverMessagingException if the broker refuses what waiting does not mend
   * @throws dev.quiver.numbers.log.LogNotWritableException if the log cannot be written
   */
  public ProducerSummary run() throws InterruptedException {
    narrator.say(
        "producer.started",
        ProcessHandle.current().pid(),
        config.run().id(),
        config.count(),
        config.range().min(),
        config.range().max(),
        queues.name());
    if (config.count() > config.range().size()) {
      narrator.say("producer.repeats", config.range().size());
    }
    while (!ended && !isStopping()) {
      connectAndPump();
    }
    ProducerSummary summary = summary();
    sayEnd(summary);
    return summary;
  }

  private void connectAndPump() throws InterruptedException {
    try (NumbersLink current =
        NumbersLink.await(around.connections(), queues, narrator.waiting(address()))) {
      link = current;
      narrator.brokerThere();
      pump(current);
    } catch (QuiverMessagingException e) {
      if (isStopping()) {
        return;
      }
      if (!Outage.is(e)) {
        narrator.say("producer.failed", sent, config.count(), narrator.explain(e));
        throw e;
      }
      narrator.brokerAway(address());
    } finally {
      link = null;
    }
  }

  private void pump(NumbersLink current) throws InterruptedException {
    try {
      current.show(config.run());
      Neighbours neighbours = current.neighbours();
      company.look(neighbours);
      sendAll(current, neighbours);
    } catch (JMSException | QuiverMessagingException e) {
      watch.fail();
      QuiverMessagingException why = Failures.translate(e);
      throw Outage.is(why, current) ? new ConnectionLostException(words(why), why) : why;
    }
  }

  private void sendAll(NumbersLink current, Neighbours neighbours)
      throws JMSException, InterruptedException {
    String name = "lookout of producer " + config.run().producer();
    try (Lookout lookout =
        Lookout.start(
            name,
            watch,
            () -> current.depth(queues.numbers()),
            company,
            neighbours,
            config.look(),
            current,
            this::isStopping)) {
      try {
        sendAll(current);
      } catch (JMSException e) {
        lookout.rethrow();
        throw e;
      }
    }
  }

  private void sendAll(NumbersLink current) throws JMSException, InterruptedException {
    Session session = current.plainSession();
    MessageProducer producer = session.createProducer(session.createQueue(queues.numbers()));
    // If the connection broke while a number was sent, nobody knows whether it lies in the queue:
    // then it is sent again, also when stopping.
    while (sent < config.count() && (uncertain || !isStopping())) {
      if (next == null) {
        next = new Drawn(config.run(), sent + 1, numbers.next());
      }
      if (!uncertain && !awaitTurn()) {
        break;
      }
      uncertain = true;
      send(session, producer, next, Integer.toString(next.sequence()), next.sequence());
      uncertain = false;
      onSent(next);
      next = null;
    }
    send(session, producer, new RunEnd(config.run(), sent), "end", Math.max(sent, 1));
    ended = true;
    narrator.say("producer.end", config.run().id(), sent);
  }

  private void send(
      Session session, MessageProducer producer, NumbersMessage message, String key, int place)
      throws JMSException {
    watch.begin(place);
    producer.send(codec.writeOnce(session, message, key));
    watch.end();
  }

  private void onSent(Drawn drawn) {
    sent = drawn.sequence();
    if (drawn.parity() == Parity.EVEN) {
      even++;
    }
    lastAt = System.nanoTime();
    narrator.say("producer.sent", drawn.value(), sent, config.count());
  }

  /** Waits until the rate allows the next number; false if it is to stop instead. */
  private boolean awaitTurn() throws InterruptedException {
    long now = System.nanoTime();
    if (sent == 0) {
      begunAt = now;
      mayBeginAt = now;
    }
    boolean stopped = stopping.await(mayBeginAt - now, TimeUnit.NANOSECONDS);
    mayBeginAt = Math.max(mayBeginAt, now) + config.pause().toNanos();
    return !stopped;
  }

  /**
   * Ends the run early: with its end marker if there is room for it, else without. Returns at once;
   * {@link #run} returns a little later.
   */
  public void stop() {
    stopping.countDown();
    if (link == null) {
      around.connections().close();
    }
  }

  private String address() {
    return around.connections().settings().url();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private ProducerSummary summary() {
    Duration took = sent == 0 ? Duration.ZERO : Duration.ofNanos(lastAt - begunAt);
    return new ProducerSummary(
        config.run(), config.count(), sent, even, sent - even, watch.times(), took, ended);
  }

  private void sayEnd(ProducerSummary summary) {
    if (summary.ended()) {
      narrator.say(
          "producer.ended",
          summary.sent(),
          summary.even(),
          summary.odd(),
          String.format(Locale.ROOT, "%.1f", summary.took().toMillis() / 1e3),
          String.format(Locale.ROOT, "%.0f", summary.rate()),
          summary.blocked());
    } else {
      narrator.say("producer.stopped", summary.sent(), summary.count());
    }
  }

  private static String words(QuiverMessagingException failure) {
    return Printable.harmless(String.valueOf(failure.getMessage()));
  }
}
