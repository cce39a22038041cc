package dev.quiver.messaging.protocol;

import java.time.Instant;
import java.util.List;

/**
 * One node of a protocol, as a step function. Whatever is not determined by its arguments (ids,
 * random choices) it gets in its constructor, and it keeps only sorted or linked collections, so
 * that the same events give the same effects.
 *
 * @param <M> what the nodes say to each other, usually a sealed interface of records
 */
@FunctionalInterface
public interface Protocol<M> {

  /**
   * Takes one event and says what follows from it. Never called by two threads at once.
   *
   * @param now the time, by the clock of whatever runs it; never before that of the last call
   * @return what is to be done, in this order
   */
  List<Effect<M>> on(Instant now, Event<M> event);
}
