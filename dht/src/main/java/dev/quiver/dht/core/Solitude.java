package dev.quiver.dht.core;

import dev.quiver.dht.NodeRef;
import dev.quiver.dht.RingMessage;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A node that takes itself for the only one left, of many. It may have been cut off: in each round
 * it asks one of those it knew, and joins again when somebody answers.
 */
final class Solitude {

  private final Rpcs rpcs;
  private final Pointers pointers;
  private final RandomGenerator random;
  private final Consumer<List<NodeRef>> joinAgain;
  private List<NodeRef> former = List.of();
  private boolean seeking;

  /**
   * @param joinAgain hears of those it knew when one of them has answered
   */
  Solitude(
      Rpcs rpcs, Pointers pointers, RandomGenerator random, Consumer<List<NodeRef>> joinAgain) {
    this.rpcs = rpcs;
    this.pointers = pointers;
    this.random = random;
    this.joinAgain = joinAgain;
  }

  /**
   * It has lost these.
   *
   * @return whether there was anybody
   */
  boolean begin(List<NodeRef> lost) {
    former = lost;
    return !former.isEmpty();
  }

  /** It has joined. */
  void end() {
    seeking = false;
  }

  /**
   * A round is over.
   *
   * @return whether it was alone, and is so no more
   */
  boolean roundEnded() {
    if (former.isEmpty()) {
      return false;
    }
    if (!pointers.isAlone()) {
      former = List.of();
      return true;
    }
    if (!seeking) {
      seek();
    }
    return false;
  }

  private void seek() {
    seeking = true;
    NodeRef one = former.get(random.nextInt(former.size()));
    rpcs.ask(
        one.name(),
        RingMessage.StateQuery::new,
        answer -> {
          seeking = false;
          // Of two that are alone not both may go.
          boolean isAlone =
              answer instanceof RingMessage.State state && state.successors().contains(one);
          if (pointers.isAlone() && !(isAlone && random.nextBoolean())) {
            joinAgain.accept(former);
          }
        },
        () -> seeking = false);
  }
}
