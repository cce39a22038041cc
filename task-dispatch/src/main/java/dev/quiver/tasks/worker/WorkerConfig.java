package dev.quiver.tasks.worker;

import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.wire.Spool;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a worker works.
 *
 * @param id its name; the queue of what is addressed to it bears it
 * @param generated whether the name was made up, so that another may be taken if it is in use
 * @param concurrency how many tasks it executes at a time
 * @param backoff how long a failed attempt waits for the next
 * @param groupHold how long a failing member of a group may hold its group
 * @param longTask a task that runs longer than this holds up no other: what is done is committed,
 *     what waits goes back
 * @param commitWithin how long a finished task waits at most for others to be committed with
 * @param batch how many tasks are committed together at most
 * @param interruptGrace how long a handler may go on after it was interrupted, before its thread is
 *     left to itself
 * @param retention how long an outcome waits to be read
 * @param spool where streamed payloads are kept, and how large they may be
 * @param deafAfter how long an idle worker hears of no task that waits before it connects anew
 * @param mostDelayed how many of its failed tasks wait in the broker, which keeps them in memory;
 *     further ones wait in their slots
 */
public record WorkerConfig(
    WorkerId id,
    boolean generated,
    int concurrency,
    Backoff backoff,
    Duration groupHold,
    Duration longTask,
    Duration commitWithin,
    int batch,
    Duration interruptGrace,
    Duration retention,
    Spool spool,
    Duration deafAfter,
    int mostDelayed) {

  /** More slots than that are more threads and sessions than one process should have. */
  public static final int MAX_CONCURRENCY = 256;

  public WorkerConfig {
    if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
      throw UnusableValueException.of("value.worker.concurrency", concurrency, MAX_CONCURRENCY);
    }
    if (batch < 1 || batch > 100) {
      throw new IllegalArgumentException(
          "the batch is " + batch + ": 1 to 100 tasks are committed together");
    }
  }

  /** A worker of that name, with one slot a processor. */
  public static WorkerConfig named(WorkerId id) {
    return new WorkerConfig(
        id,
        false,
        Math.min(MAX_CONCURRENCY, Runtime.getRuntime().availableProcessors()),
        Backoff.defaults(),
        Duration.ofMinutes(10),
        Duration.ofMillis(25),
        Duration.ofMillis(3),
        100,
        Duration.ofSeconds(2),
        Duration.ofDays(7),
        Spool.defaults(),
        Duration.ofSeconds(30),
        RetryRoom.MOST);
  }

  /** A worker with a name such as {@code Worker-1234}. */
  public static WorkerConfig unnamed(RandomGenerator random) {
    return named(generateId(random)).withGenerated(true);
  }

  static WorkerId generateId(RandomGenerator random) {
    return new WorkerId("Worker-" + random.nextInt(1000, 10_000));
  }

  public WorkerConfig withId(WorkerId value) {
    return new WorkerConfig(
        value,
        generated,
        concurrency,
        backoff,
        groupHold,
        longTask,
        commitWithin,
        batch,
        interruptGrace,
        retention,
        spool,
        deafAfter,
        mostDelayed);
  }

  private WorkerConfig withGenerated(boolean value) {
    return new WorkerConfig(
        id,
        value,
        concurrency,
        backoff,
        groupHold,
        longTask,
        commitWithin,
        batch,
        interruptGrace,
        retention,
        spool,
        deafAfter,
        mostDelayed);
  }

  public WorkerConfig withConcurrency(int value) {
    return new WorkerConfig(
        id,
        generated,
        value,
        backoff,
        groupHold,
        longTask,
        commitWithin,
        batch,
        interruptGrace,
        retention,
        spool,
        deafAfter,
        mostDelayed);
  }

  public WorkerConfig withBackoff(Backoff value) {
    return new WorkerConfig(
        id,
        generated,
        concurrency,
        value,
        groupHold,
        longTask,
        commitWithin,
        batch,
        interruptGrace,
        retention,
        spool,
        deafAfter,
        mostDelayed);
  }

  public WorkerConfig withGroupHold(Duration value) {
    return new WorkerConfig(
        id,
        generated,
        concurrency,
        backoff,
        value,
        longTask,
        commitWithin,
        batch,
        interruptGrace,
        retention,
        spool,
        deafAfter,
        mostDelayed);
  }

  public WorkerConfig withInterruptGrace(Duration value) {
    return new WorkerConfig(
        id,
        generated,
        concurrency,
        backoff,
        groupHold,
        longTask,
        commitWithin,
        batch,
        value,
        retention,
        spool,
        deafAfter,
        mostDelayed);
  }

  public WorkerConfig withRetention(Duration value) {
    return new WorkerConfig(
        id,
        generated,
        concurrency,
        backoff,
        groupHold,
        longTask,
        commitWithin,
        batch,
        interruptGrace,
        value,
        spool,
        deafAfter,
        mostDelayed);
  }

  public WorkerConfig withSpool(Spool value) {
    return new WorkerConfig(
        id,
        generated,
        concurrency,
        backoff,
        groupHold,
        longTask,
        commitWithin,
        batch,
        interruptGrace,
        retention,
        value,
        deafAfter,
        mostDelayed);
  }

  public WorkerConfig withDeafAfter(Duration value) {
    return new WorkerConfig(
        id,
        generated,
        concurrency,
        backoff,
        groupHold,
        longTask,
        commitWithin,
        batch,
        interruptGrace,
        retention,
        spool,
        value,
        mostDelayed);
  }

  public WorkerConfig withMostDelayed(int value) {
    return new WorkerConfig(
        id,
        generated,
        concurrency,
        backoff,
        groupHold,
        longTask,
        commitWithin,
        batch,
        interruptGrace,
        retention,
        spool,
        deafAfter,
        value);
  }
}
