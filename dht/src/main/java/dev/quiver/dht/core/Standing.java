package dev.quiver.dht.core;

import dev.quiver.dht.NodeRef;
import org.jspecify.annotations.Nullable;

/**
 * Whether the successor takes this node for its predecessor: as long as that is not known somebody
 * else may hold what this one believes to hold.
 */
final class Standing {

  private final Rules rules;
  private final Ring.Listener listener;
  private boolean unsure;

  /** It has told its successor since: that takes it for its predecessor, or does so again. */
  private boolean told;

  private long doubts;
  private @Nullable NodeRef confirmer;

  Standing(Rules rules, Ring.Listener listener) {
    this.rules = rules;
    this.listener = listener;
  }

  /** Begins as a member. */
  void begin() {
    unsure = false;
    confirmer = null;
  }

  void stop() {
    unsure = false;
  }

  /** There is a reason to doubt it. */
  void doubt() {
    unsure = true;
    told = false;
    doubts++;
    listener.unsure();
  }

  boolean isUnsure() {
    return unsure;
  }

  /** Marks the time: how often there was a reason to doubt it. */
  long doubts() {
    return doubts;
  }

  /** The successor is told now that this node may be its predecessor. */
  void told() {
    told = true;
  }

  /** There is nobody else. */
  void alone() {
    if (unsure) {
      conclude(true);
    }
  }

  /**
   * The successor has said whom it takes for its predecessor.
   *
   * @param me whether that is this node
   */
  void heard(NodeRef successor, boolean me) {
    if (unsure) {
      conclude(me && !told);
    } else if (!me && successor.equals(confirmer) && rules.keep(Rule.VERIFIES)) {
      listener.unsure(); // It did, and has taken this node for dead meanwhile.
      conclude(false);
    }
    confirmer = me ? successor : null;
  }

  private void conclude(boolean me) {
    unsure = false;
    listener.sure(me);
  }
}
