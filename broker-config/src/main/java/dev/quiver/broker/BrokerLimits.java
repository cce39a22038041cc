package dev.quiver.broker;

/**
 * What the broker refuses, in bytes unless said otherwise.
 *
 * @param documentBytes the largest ordinary message; a document of 256 KiB of JSON is twice that as
 *     UTF-16, and its properties come on top
 * @param streamedBytes the largest streamed payload or result, on the addresses that take them
 * @param scheduledMessages how many delayed messages there may be; they live in the broker's memory
 * @param globalMaxSize how much of all messages is kept in memory before everything pages; the heap
 *     needs about five times as much
 * @param minDiskFree how much must stay free on the disk; below it sends are refused
 */
public record BrokerLimits(
    int documentBytes,
    long streamedBytes,
    int scheduledMessages,
    long globalMaxSize,
    long minDiskFree) {

  private static final int KIB = 1024;
  private static final long MIB = 1024 * 1024;

  public BrokerLimits {
    positive("documentBytes", documentBytes);
    positive("streamedBytes", streamedBytes);
    positive("scheduledMessages", scheduledMessages);
    positive("globalMaxSize", globalMaxSize);
    positive("minDiskFree", minDiskFree);
  }

  /** What serves a machine with 1 GiB of heap for the broker. */
  public static BrokerLimits defaults() {
    return new BrokerLimits(640 * KIB, 64 * MIB, 100_000, 160 * MIB, 256 * MIB);
  }

  /** The same, with another limit for ordinary messages. */
  public BrokerLimits withDocumentBytes(int value) {
    return new BrokerLimits(value, streamedBytes, scheduledMessages, globalMaxSize, minDiskFree);
  }

  /** The same, with another limit for streamed payloads. */
  public BrokerLimits withStreamedBytes(long value) {
    return new BrokerLimits(documentBytes, value, scheduledMessages, globalMaxSize, minDiskFree);
  }

  /** The same, with another limit for delayed messages. */
  public BrokerLimits withScheduledMessages(int value) {
    return new BrokerLimits(documentBytes, streamedBytes, value, globalMaxSize, minDiskFree);
  }

  /** The same, with another amount of messages in memory. */
  public BrokerLimits withGlobalMaxSize(long value) {
    return new BrokerLimits(documentBytes, streamedBytes, scheduledMessages, value, minDiskFree);
  }

  /** The same, with another amount of disk that stays free. */
  public BrokerLimits withMinDiskFree(long value) {
    return new BrokerLimits(documentBytes, streamedBytes, scheduledMessages, globalMaxSize, value);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new BrokerStartException.BadConfig(
          "the broker's limit " + name + " is " + value + ": it must be 1 or more");
    }
  }
}
