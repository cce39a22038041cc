package dev.quiver.messaging.protocol;

/** Carries the messages of one node; called on the driver's thread alone. */
@FunctionalInterface
public interface Transport<M> {

  /** Sends; a failure is the driver's fault handler's. */
  void send(NodeId to, M message);

  /** All effects of a step were carried out: what was gathered may go. */
  default void flush() {}
}
