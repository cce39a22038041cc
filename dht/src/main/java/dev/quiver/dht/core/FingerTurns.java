package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import dev.quiver.dht.NodeRef;
import java.time.Duration;
import java.time.Instant;

/** Looks fingers up, one after the other, one at a time. */
final class FingerTurns {

  static final String TIMER = "fingers";

  /**
   * In a ring that does not change looking fingers up would be most of its traffic: with each one
   * that is as it was the pauses get longer, up to so many times as long.
   */
  private static final int SLOWEST = 8;

  private final ChordConfig config;
  private final Outbox out;
  private final Fingers fingers;
  private final Pointers pointers;
  private Instant due = Instant.MAX;
  private boolean fixing;
  private int pace = 1;

  FingerTurns(ChordConfig config, Outbox out, Fingers fingers, Pointers pointers) {
    this.config = config;
    this.out = out;
    this.fingers = fingers;
    this.pointers = pointers;
  }

  void begin() {
    fixing = false;
    pace = 1;
    if (!isOfRounds()) {
      in(config.fixFingers());
    }
  }

  void stop() {
    due = Instant.MAX;
    out.cancel(TIMER);
  }

  /** When the next one is looked up; {@link Instant#MAX} if no timer says so. */
  Instant due() {
    return due;
  }

  /** Whether each round of stabilisation looks one up, as in the paper. */
  private boolean isOfRounds() {
    return config.fixFingers().isZero();
  }

  private void in(Duration after) {
    due = out.now().plus(after);
    out.timer(TIMER, after);
  }

  /** The timer is over. */
  void onTimer(Lookups lookups) {
    pace = fingers.haveChanged() ? 1 : Math.min(SLOWEST, pace + 1);
    in(config.fixFingers().multipliedBy(pace));
    fix(lookups);
  }

  /** A round of stabilisation is over. */
  void roundEnded(Lookups lookups) {
    if (isOfRounds()) {
      fix(lookups);
    }
  }

  private void fix(Lookups lookups) {
    NodeRef head = pointers.head();
    if (fixing || head.isPadding()) {
      return;
    }
    int finger = fingers.nextToFix(head);
    if (finger < 0) {
      return;
    }
    fixing = true;
    lookups.iterate(
        fingers.start(finger),
        false,
        null,
        result -> {
          fixing = false;
          NodeRef found = result.holder();
          if (found == null) {
            fingers.skip(finger);
          } else {
            fingers.found(finger, found);
          }
        });
  }

  /** A node did not answer. */
  void forget(NodeRef dead) {
    if (!isOfRounds()) {
      fingers.forget(dead, pointers.head());
    }
  }
}
