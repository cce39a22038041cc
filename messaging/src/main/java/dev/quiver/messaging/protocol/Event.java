package dev.quiver.messaging.protocol;

/** What happens to a node. */
public sealed interface Event<M> {

  /** It was started; always the first. */
  record Started<M>() implements Event<M> {}

  /**
   * A message arrived.
   *
   * @param from who sent it, as the broker vouches; the node itself if its own process asks
   */
  record Received<M>(NodeId from, M message) implements Event<M> {}

  /** A timer that it had started, and neither cancelled nor started again, is over. */
  record TimerFired<M>(String timer) implements Event<M> {}
}
