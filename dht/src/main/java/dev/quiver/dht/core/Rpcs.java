package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.ChordMessage;
import dev.quiver.dht.RouteMessage;
import dev.quiver.messaging.protocol.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Questions under way. Each ends once: with its answer, or in silence when it was asked as often as
 * the configuration says. An answer that comes later, or from somebody else, is dropped.
 */
final class Rpcs {

  static final String TIMER = "rpc";

  /** What follows. */
  private record Call(
      long rpc,
      NodeId to,
      ChordMessage question,
      Consumer<ChordMessage> onAnswer,
      Runnable onSilence,
      Duration timeout,
      int attemptsLeft,
      Instant deadline,
      Instant until)
      implements Comparable<Call> {
    @Override
    public int compareTo(Call other) {
      int byTime = deadline.compareTo(other.deadline);
      return byTime != 0 ? byTime : Long.compare(rpc, other.rpc);
    }

    Call again(Instant newDeadline, int left) {
      return new Call(rpc, to, question, onAnswer, onSilence, timeout, left, newDeadline, until);
    }
  }

  private final ChordConfig config;
  private final Outbox out;
  private final Map<Long, Call> underWay = new HashMap<>();
  private final PriorityQueue<Call> byDeadline = new PriorityQueue<>();
  private Instant armed = Instant.MAX;
  private Instant graceUntil = Instant.MIN;
  private boolean suspended;
  private long last;
  private long dropped;

  Rpcs(ChordConfig config, Outbox out) {
    this.config = config;
    this.out = out;
  }

  /** Asks; as often, and with as much time, as the configuration says. */
  void ask(
      NodeId to,
      LongFunction<ChordMessage> question,
      Consumer<ChordMessage> onAnswer,
      Runnable onSilence) {
    ask(to, question, onAnswer, onSilence, config.rpcTimeout(), config.rpcAttempts());
  }

  /** Asks with as much time as the configuration says, and so many times at least. */
  void ask(
      NodeId to,
      LongFunction<ChordMessage> question,
      Consumer<ChordMessage> onAnswer,
      Runnable onSilence,
      int attempts) {
    ask(
        to,
        question,
        onAnswer,
        onSilence,
        config.rpcTimeout(),
        Math.max(attempts, config.rpcAttempts()));
  }

  void ask(
      NodeId to,
      LongFunction<ChordMessage> question,
      Consumer<ChordMessage> onAnswer,
      Runnable onSilence,
      Duration timeout,
      int attempts) {
    ask(to, question, onAnswer, onSilence, timeout, attempts, Instant.MAX);
  }

  /**
   * Asks, with so much time and so many times.
   *
   * @param until then nobody wants to know any more: it is not asked again
   */
  void ask(
      NodeId to,
      LongFunction<ChordMessage> question,
      Consumer<ChordMessage> onAnswer,
      Runnable onSilence,
      Duration timeout,
      int attempts,
      Instant until) {
    long rpc = ++last;
    ChordMessage message = question.apply(rpc);
    Call call =
        new Call(
            rpc,
            to,
            message,
            onAnswer,
            onSilence,
            timeout,
            attempts - 1,
            out.now().plus(timeout),
            until);
    add(call);
    out.send(to, message);
  }

  /** An answer came; dropped if nobody waits for it. */
  void answer(NodeId from, ChordMessage message, long rpc) {
    Call call = underWay.get(rpc);
    if (call == null || !(call.to().equals(from) || mayComeFromAnybody(call, message))) {
      dropped++;
      return;
    }
    underWay.remove(rpc);
    call.onAnswer().accept(message);
  }

  /** A question that was passed on is answered by whom it has reached. */
  private static boolean mayComeFromAnybody(Call call, ChordMessage answer) {
    return answer instanceof RouteMessage.Arrived
        && call.question() instanceof RouteMessage.Forward;
  }

  /** The timer is over. */
  void onTimer() {
    armed = Instant.MAX;
    Call next = byDeadline.peek();
    while (next != null && (!isOpen(next) || !next.deadline().isAfter(out.now()))) {
      byDeadline.remove();
      if (isOpen(next) && !suspended) {
        expire(next);
      }
      next = byDeadline.peek();
    }
    arm();
  }

  private void expire(Call call) {
    boolean grace = out.now().isBefore(graceUntil);
    if (isWanted(call) && (grace || call.attemptsLeft() > 0)) {
      add(call.again(out.now().plus(call.timeout()), call.attemptsLeft() - (grace ? 0 : 1)));
      out.send(call.to(), call.question());
      return;
    }
    underWay.remove(call.rpc());
    call.onSilence().run();
  }

  private boolean isWanted(Call call) {
    return out.now().isBefore(call.until());
  }

  private boolean isOpen(Call call) {
    return call.equals(underWay.get(call.rpc()));
  }

  private void add(Call call) {
    underWay.put(call.rpc(), call);
    byDeadline.add(call);
    arm();
  }

  private void arm() {
    Call next = byDeadline.peek();
    if (next != null && next.deadline().isBefore(armed)) {
      armed = next.deadline();
      Duration left = Duration.between(out.now(), armed);
      out.timer(TIMER, left.isNegative() ? Duration.ZERO : left);
    }
  }

  /** Nothing gets through for the time being. */
  void suspend() {
    suspended = true;
  }

  /** It does again: everything is asked once more, and nobody is thought dead for a while. */
  void resume() {
    suspended = false;
    graceUntil = out.now().plus(config.grace());
    askAgain();
  }

  /** This node did nothing for a while: who did not answer it meanwhile may have done so. */
  void awake() {
    if (!suspended) {
      askAgain();
    }
  }

  private void askAgain() {
    armed = Instant.MAX;
    byDeadline.clear();
    for (Call call : List.copyOf(new TreeMap<>(underWay).values())) {
      if (isWanted(call)) {
        add(call.again(out.now().plus(call.timeout()), call.attemptsLeft()));
        out.send(call.to(), call.question());
      } else {
        underWay.remove(call.rpc());
        call.onSilence().run();
      }
    }
  }

  /** When the next question is answered at the latest; {@link Instant#MAX} if there is none. */
  Instant due() {
    return suspended ? Instant.MAX : armed;
  }

  /** Forgets everything. */
  void clear() {
    underWay.clear();
    byDeadline.clear();
    armed = Instant.MAX;
    out.cancel(TIMER);
  }

  /** Answers that nobody waited for. */
  long dropped() {
    return dropped;
  }
}
