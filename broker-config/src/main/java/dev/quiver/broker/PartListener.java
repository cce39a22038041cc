package dev.quiver.broker;

/**
 * Hears which part a broker of a pair plays now. Called on threads of the broker; must not block.
 */
public interface PartListener {

  /** Hears nothing. */
  PartListener NONE = new PartListener() {};

  /**
   * It does not serve: the other one does, or none has yet. One with a data folder of its own may
   * lack what the other one has.
   */
  default void waits() {}

  /** It does not serve, and its own data folder has all that the one has that serves. */
  default void synced() {}

  /** It serves. */
  default void serves() {}
}
