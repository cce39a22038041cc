package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.RingMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a node does whose successor is gone: to the next of its list, or, if that was the last one,
 * to whomever else it knows, or whom the one that left named.
 */
final class Rescue {

  /** How often each of the others is asked when all successors are gone. */
  private static final int PATIENCE = 4;

  /** How often who is busy is asked again, after a pause. */
  private static final int MAX_WAITS = 50;

  private final ChordConfig config;
  private final Rules rules;
  private final Rpcs rpcs;
  private final Pointers pointers;
  private final Later later;
  private final Ring ring;
  private final Ring.Listener listener;

  Rescue(
      ChordConfig config,
      Rules rules,
      Rpcs rpcs,
      Pointers pointers,
      Later later,
      Ring ring,
      Ring.Listener listener) {
    this.config = config;
    this.rules = rules;
    this.rpcs = rpcs;
    this.pointers = pointers;
    this.later = later;
    this.ring = ring;
    this.listener = listener;
  }

  /** It is dead. */
  void dropHead() {
    List<NodeRef> rest = pointers.withoutHead();
    ring.operate();
    if (rest.stream().allMatch(NodeRef::isPadding)) {
      if (pointers.successors().size() == config.successors()) {
        ring.change(rest);
        List<NodeRef> others = listener.isolated();
        reach(new ArrayDeque<>(others), PATIENCE * others.size(), 0);
      } else {
        ring.alone(); // All there were are gone.
      }
      return;
    }
    ring.change(rest);
    if (rules.keep(Rule.NOTIFIES_AFTER_DEATH)) {
      ring.notifyHead();
    }
    ring.soon();
    ring.end();
  }

  /**
   * Takes for its successor the first of these who lives, however far on it is: round by round its
   * predecessors lead back to the right one. Until then the node skips others, and stays a member:
   * if it kept silent, those before it would lose all their successors too.
   */
  private void reach(Deque<NodeRef> others, int attempts, int waits) {
    NodeRef next = others.poll();
    if (next == null || attempts == 0) {
      ring.alone();
      listener.lost();
      return;
    }
    ring.asks(next);
    rpcs.ask(
        next.name(),
        RingMessage.StateQuery::new,
        answer -> {
          if (answer instanceof RingMessage.State state && ring.adopt(next, state)) {
            listener.reached();
            ring.notifyHead();
            ring.soon();
            ring.end();
          } else if (answer instanceof RingMessage.Busy && waits < MAX_WAITS) {
            // It lives, and will have time in a moment: that costs no patience.
            others.addLast(next);
            later.after(ring.pause(), () -> reach(others, attempts, waits + 1));
          } else {
            again(next, others, attempts, waits); // It lives, and may be of use later.
          }
        },
        () -> again(next, others, attempts, waits));
  }

  /** If all of them are silent, that may be the network's fault: each is asked several times. */
  private void again(NodeRef asLast, Deque<NodeRef> others, int attempts, int waits) {
    others.addLast(asLast);
    reach(others, attempts - 1, waits);
  }

  /** It has left: to the next one, which only the one who goes may know. */
  void follow(RingMessage.Leaving leaving) {
    NodeRef next = leaving.successors().isEmpty() ? null : leaving.successors().get(0);
    boolean knowsNobody = pointers.withoutHead().stream().allMatch(NodeRef::isPadding);
    if (!knowsNobody || next == null || next.isPadding() || next.equals(leaving.node())) {
      dropHead();
    } else if (next.equals(pointers.self())) {
      ring.alone(); // There were two of them.
    } else {
      ring.operate();
      followTo(next, 0);
    }
  }

  private void followTo(NodeRef next, int waits) {
    ring.asks(next);
    rpcs.ask(
        next.name(),
        RingMessage.StateQuery::new,
        answer -> {
          if (answer instanceof RingMessage.State state && ring.adopt(next, state)) {
            ring.notifyHead();
            ring.soon();
            ring.end();
          } else if (answer instanceof RingMessage.Busy && waits < MAX_WAITS) {
            later.after(ring.pause(), () -> followTo(next, waits + 1));
          } else {
            dropHead();
          }
        },
        this::dropHead);
  }
}
