package dev.quiver.orchestrator;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskClass;
import dev.quiver.tasks.TaskType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What decisions about a task are made on; its body stays with the shell.
 *
 * @param submitter who submitted it, as the broker vouches
 * @param attempt which attempt its next execution is, from 1
 * @param maxAttempts how often it is tried
 * @param deadline it is not started after this
 * @param group the group in whose order it runs, as its submitter named it
 * @param deaths to how many workers it had been delivered when they died
 * @param alone it is suspected of killing workers and runs alone
 */
public record TaskHeader(
    TaskKey key,
    TaskType type,
    TaskClass taskClass,
    String submitter,
    @Nullable BatchId batch,
    int attempt,
    int maxAttempts,
    @Nullable Instant deadline,
    @Nullable String group,
    int deaths,
    boolean alone) {

  /** The group it belongs to, none if it runs in no order. */
  public @Nullable GroupKey groupKey() {
    return group == null ? null : new GroupKey(submitter, type, group);
  }

  /** Whether it must not be started any more. */
  public boolean isOverdue(Instant now) {
    return deadline != null && !deadline.isAfter(now);
  }

  /** The same task with what a worker's death taught about it. */
  public TaskHeader withSuspicion(int newAttempt, int newDeaths, boolean newAlone) {
    return new TaskHeader(
        key,
        type,
        taskClass,
        submitter,
        batch,
        newAttempt,
        maxAttempts,
        deadline,
        group,
        newDeaths,
        newAlone);
  }
}
