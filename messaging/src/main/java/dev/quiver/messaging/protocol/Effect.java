package dev.quiver.messaging.protocol;

import java.time.Duration;

/** What a node wants done. */
public sealed interface Effect<M> {

  /** Send a message. It may be lost or late, but two to the same node keep their order. */
  record Send<M>(NodeId to, M message) implements Effect<M> {}

  /** Give a message to the process that runs the node: a delivery, an answer. */
  record Deliver<M>(M message) implements Effect<M> {}

  /** Start a timer, or start it again if it runs. */
  record StartTimer<M>(String timer, Duration after) implements Effect<M> {
    public StartTimer {
      if (after.isNegative()) {
        throw new IllegalArgumentException(
            "the timer " + timer + " would be over " + after + " from now, in the past");
      }
    }
  }

  /** Stop a timer, if it runs. */
  record CancelTimer<M>(String timer) implements Effect<M> {}
}
