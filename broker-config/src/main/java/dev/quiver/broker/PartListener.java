package dev.quiver.broker;

/**
 * Hears which part a broker of a pair plays now. Called on threads of the broker; must not block.
 */
public interface PartListener {

  /** Hears nothing. */
  PartListener NONE = new PartListener() {};

  /** It does not serve: the other one does, or none has yet. */
  default void waits() {}

  /** It serves. */
  default void serves() {}
}
