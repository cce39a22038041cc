package dev.quiver.messaging.protocol;

/** Carries the messages of one node; called on the thread that steps, one at a time. */
@FunctionalInterface
public interface Transport<M> {

  /** Sends; a failure is the driver's fault handler's. */
  void send(NodeId to, M message);

  /** Nothing waits to be stepped, or many steps were made: what was gathered must go. */
  default void flush() {}
}
