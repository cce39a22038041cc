package dev.quiver.numbers.consumer;

import dev.quiver.numbers.NumbersMessage;
import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.Sequences;
import dev.quiver.numbers.wire.NumbersCodec;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one consumer holds of the ledger: the receipts and end markers of the runs that have not
 * ended, unacknowledged, so that they come to another consumer if this one dies.
 *
 * <p>Many receipts of a run are folded into one that says the same: first the one is sent, then the
 * many are acknowledged. Whoever dies in between leaves both, which adds up to the same set.
 */
final class Ledger {

  /** Longer than anybody leaves a run open and wants to know what became of it. */
  static final Duration KEPT = Duration.ofHours(24);

  /** So many single receipts become one. */
  static final int FOLD = 500;

  private final Session session;
  private final MessageProducer producer;
  private final NumbersCodec codec;
  private final Map<Run, Held> held = new HashMap<>();

  Ledger(Session session, MessageProducer producer, NumbersCodec codec) {
    this.session = session;
    this.producer = producer;
    this.codec = codec;
  }

  private static final class Held {
    private final List<Message> singles = new ArrayList<>();
    private final List<Message> others = new ArrayList<>();
    private Sequences even = Sequences.none();
    private Sequences odd = Sequences.none();
  }

  /** Keeps a message until its run has ended. */
  void hold(NumbersMessage content, Message message) throws JMSException {
    Held of = held.computeIfAbsent(content.run(), run -> new Held());
    if (content instanceof Logged receipt && receipt.even().size() + receipt.odd().size() == 1) {
      of.singles.add(message);
      of.even = of.even.plus(receipt.even());
      of.odd = of.odd.plus(receipt.odd());
      if (of.singles.size() >= FOLD) {
        fold(content.run(), of);
      }
    } else {
      of.others.add(message);
    }
  }

  private void fold(Run run, Held of) throws JMSException {
    producer.send(codec.write(session, new Logged(run, of.even, of.odd)));
    acknowledge(of.singles);
    of.even = Sequences.none();
    of.odd = Sequences.none();
  }

  /** The run has ended and its verdict is said: nobody needs its messages any more. */
  void release(Run run) throws JMSException {
    Held of = held.remove(run);
    if (of != null) {
      acknowledge(of.singles);
      acknowledge(of.others);
    }
  }

  private static void acknowledge(List<Message> messages) throws JMSException {
    for (Message message : messages) {
      message.acknowledge();
    }
    messages.clear();
  }

  /** Whether it holds anything, and so is the one that keeps the accounts. */
  boolean isHeld() {
    return !held.isEmpty();
  }
}
