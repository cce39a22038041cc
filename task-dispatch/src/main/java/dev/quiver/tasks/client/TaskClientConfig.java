package dev.quiver.tasks.client;

import dev.quiver.messaging.Addresses;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.history.TaskHistory;
import dev.quiver.tasks.wire.Spool;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a task client works.
 *
 * @param clientId names its results queue; results wait under this name while no process of it runs
 * @param keep results are left where they are until they expire, and only looked at, so that they
 *     can be read again, also by another process; else they are taken
 * @param once nobody comes back for its results: their queue is deleted when the client closes,
 *     whatever waits in it or is still to come
 * @param maxInFlight so many tasks may be submitted and not ended; beyond, a submit waits
 * @param maxBatch so many submits share a transaction at most
 * @param retryWindow so long after it was sent first, a submit of unknown fate is sent again; it
 *     must not be longer than the broker remembers task ids at its full rate
 * @param cancelLife how long a cancel counts; the broker keeps it for 30 days at the most
 * @param closeTimeout how long closing waits for submits that are on their way
 * @param spool where long results are kept, and the largest payload
 * @param history hears what is submitted and what comes of it
 */
public record TaskClientConfig(
    String clientId,
    boolean keep,
    boolean once,
    int maxInFlight,
    int maxBatch,
    Duration retryWindow,
    Duration cancelLife,
    Duration closeTimeout,
    Spool spool,
    TaskHistory history) {

  public TaskClientConfig {
    Addresses.defaults().taskResults("user", clientId);
    if (keep && once) {
      throw new IllegalArgumentException(
          "results are kept for a later process, or nobody comes back for them: not both");
    }
    if (maxInFlight < 1 || maxBatch < 1) {
      throw new IllegalArgumentException(
          "maxInFlight is " + maxInFlight + " and maxBatch " + maxBatch + ": both are 1 or more");
    }
  }

  /**
   * The defaults: 20,000 tasks in flight, 500 submits a transaction, 8 s to send a submit again
   * (the broker remembers 200,000 task ids a queue, and takes 25,000 a second at most; see
   * docs/adr/0101), a day for cancels.
   */
  public static TaskClientConfig of(String clientId) {
    return new TaskClientConfig(
        clientId,
        false,
        false,
        20_000,
        500,
        Duration.ofSeconds(8),
        Duration.ofDays(1),
        Duration.ofSeconds(10),
        Spool.defaults(),
        TaskHistory.NONE);
  }

  /** The defaults, for a process whose results nobody else will ask for. */
  public static TaskClientConfig unnamed(RandomGenerator random) {
    TaskClientConfig usual = of("c-" + TaskId.random(random).value());
    return new TaskClientConfig(
        usual.clientId,
        false,
        true,
        usual.maxInFlight,
        usual.maxBatch,
        usual.retryWindow,
        usual.cancelLife,
        usual.closeTimeout,
        usual.spool,
        usual.history);
  }

  /** The same, leaving results where they are until they expire. */
  public TaskClientConfig keeping() {
    return new TaskClientConfig(
        clientId,
        true,
        false,
        maxInFlight,
        maxBatch,
        retryWindow,
        cancelLife,
        closeTimeout,
        spool,
        history);
  }

  /** The same, with another limit of tasks in flight. */
  public TaskClientConfig withMaxInFlight(int value) {
    return new TaskClientConfig(
        clientId,
        keep,
        once,
        value,
        maxBatch,
        retryWindow,
        cancelLife,
        closeTimeout,
        spool,
        history);
  }

  /** The same, with another limit of submits in a transaction. */
  public TaskClientConfig withMaxBatch(int value) {
    return new TaskClientConfig(
        clientId,
        keep,
        once,
        maxInFlight,
        value,
        retryWindow,
        cancelLife,
        closeTimeout,
        spool,
        history);
  }

  /** The same, with another time in which a submit of unknown fate is sent again. */
  public TaskClientConfig withRetryWindow(Duration value) {
    return new TaskClientConfig(
        clientId,
        keep,
        once,
        maxInFlight,
        maxBatch,
        value,
        cancelLife,
        closeTimeout,
        spool,
        history);
  }

  /** The same, with another life of cancels. */
  public TaskClientConfig withCancelLife(Duration value) {
    return new TaskClientConfig(
        clientId,
        keep,
        once,
        maxInFlight,
        maxBatch,
        retryWindow,
        value,
        closeTimeout,
        spool,
        history);
  }

  /** The same, with another limit for closing. */
  public TaskClientConfig withCloseTimeout(Duration value) {
    return new TaskClientConfig(
        clientId,
        keep,
        once,
        maxInFlight,
        maxBatch,
        retryWindow,
        cancelLife,
        value,
        spool,
        history);
  }

  /** The same, keeping long results elsewhere. */
  public TaskClientConfig withSpool(Spool value) {
    return new TaskClientConfig(
        clientId,
        keep,
        once,
        maxInFlight,
        maxBatch,
        retryWindow,
        cancelLife,
        closeTimeout,
        value,
        history);
  }

  /** The same, recording what is submitted and what comes of it. */
  public TaskClientConfig withHistory(TaskHistory value) {
    return new TaskClientConfig(
        clientId,
        keep,
        once,
        maxInFlight,
        maxBatch,
        retryWindow,
        cancelLife,
        closeTimeout,
        spool,
        value);
  }
}
