package dev.quiver.numbers.run;

import dev.quiver.numbers.Run;
import java.util.Set;

/**
 * What is to be seen at one moment. It must be taken in this order: who is present, then how many
 * wait, then the ledger to its end; else a number could slip through between two looks.
 *
 * @param present the runs whose producers show that they are here
 * @param waiting the runs of which something lies in the queue, waiting to be delivered
 * @param messages how many messages the queue holds, also those delivered and not yet acknowledged
 * @param exact whether the ledger was read to its end after {@code messages} was counted
 */
public record Sight(Set<Run> present, Set<Run> waiting, long messages, boolean exact) {

  public Sight {
    present = Set.copyOf(present);
    waiting = Set.copyOf(waiting);
  }

  /** Whether surely nothing can come any more from the queue. */
  boolean isQueueEmpty() {
    return exact && messages == 0;
  }
}
