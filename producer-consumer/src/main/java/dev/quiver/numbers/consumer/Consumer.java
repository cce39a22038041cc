package dev.quiver.numbers.consumer;

import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.Printable;
import dev.quiver.numbers.link.Narrator;
import dev.quiver.numbers.link.NumbersLink;
import dev.quiver.numbers.link.Outage;
import dev.quiver.numbers.link.Surroundings;
import dev.quiver.numbers.log.ConsumerLog;
import dev.quiver.numbers.log.LogNotWritableException;
import jakarta.jms.JMSException;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The consumer: takes numbers over one connection after another, until it is stopped or, if asked
 * to, until the runs have ended.
 */
public final class Consumer {

  private final ConsumerConfig config;
  private final Surroundings around;
  private final Narrator narrator;
  private final ConsumerLog log;
  private final Tally tally = new Tally();
  private final Verdicts verdicts;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable NumbersLink link;
  private boolean done;

  public Consumer(ConsumerConfig config, Surroundings around, ConsumerLog log) {
    this.config = config;
    this.around = around;
    this.narrator = around.narrator();
    this.log = log;
    this.verdicts = new Verdicts(config.since());
  }

  /**
   * Consumes, waiting for numbers and for the broker as long as it takes.
   *
   * @throws QuiverMessagingException if the broker refuses what waiting does not mend
   * @throws LogNotWritableException if a log cannot be written; the number stays in the queue
   */
  public ConsumerSummary run() throws InterruptedException {
    narrator.say("consumer.started", ProcessHandle.current().pid(), around.queues().name());
    try (Auditor auditor = Auditor.start(config, around)) {
      while (!done && !isStopping()) {
        connectAndTake(auditor);
      }
    }
    ConsumerSummary summary = tally.summary(config.id(), verdicts.fresh(), !done);
    narrator.say(
        "consumer.ended",
        summary.logged(),
        summary.even(),
        summary.odd(),
        summary.missing(),
        String.format(Locale.ROOT, "%.0f", summary.rate()));
    return summary;
  }

  private void connectAndTake(Auditor auditor) throws InterruptedException {
    try (NumbersLink current =
        NumbersLink.await(around.connections(), around.queues(), narrator.waiting(address()))) {
      link = current;
      narrator.brokerThere();
      current.show(config.id());
      take(current, auditor);
    } catch (QuiverMessagingException e) {
      if (isStopping()) {
        return;
      }
      if (!Outage.is(e)) {
        narrator.say("consumer.failed", tally.logged(), narrator.explain(e));
        throw e;
      }
      narrator.brokerAway(address());
    } catch (LogNotWritableException e) {
      narrator.sayIfPossible("consumer.stays", e.file(), e.reason(narrator.language()));
      throw e;
    } finally {
      link = null;
    }
  }

  private void take(NumbersLink current, Auditor auditor) throws InterruptedException {
    try (Intake intake = Intake.begin(config, around, current, log, tally, verdicts, stopping)) {
      while (!done && !isStopping()) {
        auditor.rethrow();
        intake.step();
        done = intake.isOver(auditor.unjudged());
      }
    } catch (JMSException | QuiverMessagingException e) {
      QuiverMessagingException why = Failures.translate(e);
      throw Outage.is(why, current) ? new ConnectionLostException(words(why), why) : why;
    }
  }

  /** Ends it after the number that it is at. Returns at once; {@link #run} a little later. */
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

  private static String words(QuiverMessagingException failure) {
    return Printable.harmless(String.valueOf(failure.getMessage()));
  }
}
