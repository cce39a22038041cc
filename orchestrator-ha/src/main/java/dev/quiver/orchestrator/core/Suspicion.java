package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.TaskHeader;

/**
 * What a worker's end says about a task that had been delivered to it. Everything in its prefetch
 * had been delivered, so one such end proves nothing: a task that was there often enough runs
 * alone, and only the end of a worker that ran it alone is an attempt of the task.
 */
final class Suspicion {

  private final int suspectAfter;

  Suspicion(int suspectAfter) {
    this.suspectAfter = suspectAfter;
  }

  /**
   * The task, as it is sent on after it was taken from the queue of a worker that ended. That is
   * one death, however often it had been delivered there: when a connection ends its sessions close
   * one after the other, and what one of them had may be delivered to the next.
   *
   * @param deliveries how often it had been delivered there
   */
  TaskHeader judge(TaskHeader task, int deliveries) {
    if (deliveries == 0) {
      return task;
    }
    int deaths = task.deaths() + 1;
    if (task.alone()) {
      return task.withSuspicion(task.attempt() + 1, deaths, true);
    }
    return task.withSuspicion(task.attempt(), deaths, deaths >= suspectAfter);
  }

  /** Whether it has been tried as often as it may. */
  boolean isExhausted(TaskHeader task) {
    return task.attempt() > task.maxAttempts();
  }
}
