package dev.quiver.messaging.batch;

import java.time.Duration;

/**
 * How a {@link BatchLoop} works.
 *
 * @param maxBatch messages in one transaction at most
 * @param mailbox messages taken from the broker ahead of the transaction
 * @param windowBytes what the broker sends ahead of the mailbox, for each queue
 * @param pause how long it rests after a message that neither could be moved nor refused
 * @param deafAfter how long nothing may come although messages wait, before the consumers are made
 *     anew
 */
public record BatchConfig(
    int maxBatch, int mailbox, int windowBytes, Duration pause, Duration deafAfter) {

  public BatchConfig {
    if (maxBatch < 1 || mailbox < 1 || windowBytes < 1) {
      throw new IllegalArgumentException(
          "a batch of %d, a mailbox of %d and a window of %d bytes do not work: each 1 or more"
              .formatted(maxBatch, mailbox, windowBytes));
    }
  }

  /** 100 a transaction, 200 ahead, 64 KiB more; 1 s of rest; deaf after 30 s. */
  public static BatchConfig defaults() {
    return new BatchConfig(100, 200, 64 * 1024, Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  public BatchConfig withMaxBatch(int value) {
    return new BatchConfig(value, mailbox, windowBytes, pause, deafAfter);
  }

  public BatchConfig withMailbox(int value) {
    return new BatchConfig(maxBatch, value, windowBytes, pause, deafAfter);
  }

  public BatchConfig withPause(Duration value) {
    return new BatchConfig(maxBatch, mailbox, windowBytes, value, deafAfter);
  }

  public BatchConfig withDeafAfter(Duration value) {
    return new BatchConfig(maxBatch, mailbox, windowBytes, pause, value);
  }
}
