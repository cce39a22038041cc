package dev.quiver.numbers.consumer;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.numbers.NumbersMessage.Ended;
import dev.quiver.numbers.Verdict;
import dev.quiver.numbers.wire.NumbersCodec;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/** The queue of verdicts: whoever keeps the accounts adds to it, everybody looks. */
final class EndedRuns {

  /** Longer than receipts are kept, so that no old receipt meets a run without its verdict. */
  static final Duration KEPT = Duration.ofDays(2);

  private final Session session;
  private final String queue;
  private final NumbersCodec codec;

  EndedRuns(Session session, String queue, NumbersCodec codec) {
    this.session = session;
    this.queue = queue;
    this.codec = codec;
  }

  /** All that lie there. What is no verdict is passed over; it expires like the rest. */
  List<Verdict> look() throws JMSException {
    List<Verdict> verdicts = new ArrayList<>();
    try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        try {
          if (codec.read((Message) messages.nextElement()) instanceof Ended ended) {
            verdicts.add(ended.verdict());
          }
        } catch (RejectedMessageException notOurs) {
          // What is no verdict ends no run.
        }
      }
    }
    return verdicts;
  }

  /** Adds one, unless there was one of the same run and kind: two may find the same out. */
  void add(Verdict verdict) throws JMSException {
    String kind = verdict.how() == Verdict.How.ABANDONED ? "abandoned" : "final";
    try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      producer.setTimeToLive(KEPT.toMillis());
      producer.send(codec.writeOnce(session, new Ended(verdict), kind));
    }
  }
}
