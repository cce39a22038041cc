package dev.quiver.tasks;

import org.jspecify.annotations.Nullable;

/**
 * How far a running task has got. It is told without a promise: some may be lost, and the outcome
 * may overtake it.
 *
 * @param fraction how much is done, from 0 to 1
 * @param note what is being done; may be empty
 */
public record Progress(
    TaskId taskId,
    TaskType type,
    @Nullable BatchId batch,
    WorkerId worker,
    int attempt,
    double fraction,
    String note) {

  public Progress {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "the fraction is " + fraction + ": tell how much is done from 0 to 1");
    }
  }
}
