package dev.quiver.broker;

/**
 * What the broker refuses, in bytes unless said otherwise.
 *
 * @param documentBytes the largest ordinary message; a document of 256 KiB of JSON is twice that as
 *     UTF-16, and its properties come on top
 * @param streamedBytes the largest streamed payload or result, on the addresses that take them
 * @param chat what people may send each other
 * @param scheduledMessages how many delayed messages there may be; they live in the broker's
 *     memory. One user may have half of them
 * @param scheduledBytes how much memory they may take; one user half of it
 * @param sessionsPerUser how many sessions one user may have at a time, over all connections; each
 *     takes some kilobytes of memory
 * @param globalMaxSize how much of all messages is kept in memory before everything pages; the heap
 *     needs about five times as much
 * @param minDiskFree how much must stay free on the disk; below it sends are refused
 */
public record BrokerLimits(
    int documentBytes,
    long streamedBytes,
    Chat chat,
    int scheduledMessages,
    long scheduledBytes,
    int sessionsPerUser,
    long globalMaxSize,
    long minDiskFree) {

  private static final int KIB = 1024;
  private static final long MIB = 1024 * 1024;

  /**
   * What people may send each other.
   *
   * @param messageBytes the largest message to a room or a person; 4 KiB of text, escaped and in
   *     UTF-16, with its properties
   * @param fileBytes the largest file
   * @param messagesPerSecond how many messages one user may send on average; ten times as many at
   *     once
   */
  public record Chat(int messageBytes, long fileBytes, int messagesPerSecond) {

    public Chat {
      positive("chat.messageBytes", messageBytes);
      positive("chat.fileBytes", fileBytes);
      positive("chat.messagesPerSecond", messagesPerSecond);
    }

    /** Messages of 64 KiB, files of 256 MiB, 100 messages a second. */
    public static Chat defaults() {
      return new Chat(64 * KIB, 256 * MIB, 100);
    }

    /** The same, with another number of messages a second. */
    public Chat withMessagesPerSecond(int value) {
      return new Chat(messageBytes, fileBytes, value);
    }
  }

  public BrokerLimits {
    positive("documentBytes", documentBytes);
    positive("streamedBytes", streamedBytes);
    positive("scheduledMessages", scheduledMessages);
    positive("scheduledBytes", scheduledBytes);
    positive("sessionsPerUser", sessionsPerUser);
    positive("globalMaxSize", globalMaxSize);
    positive("minDiskFree", minDiskFree);
  }

  /** What serves a machine with 1 GiB of heap for the broker. */
  public static BrokerLimits defaults() {
    return new BrokerLimits(
        640 * KIB, 64 * MIB, Chat.defaults(), 100_000, 64 * MIB, 20_000, 160 * MIB, 256 * MIB);
  }

  /** The same, with another limit for ordinary messages. */
  public BrokerLimits withDocumentBytes(int value) {
    return new BrokerLimits(
        value,
        streamedBytes,
        chat,
        scheduledMessages,
        scheduledBytes,
        sessionsPerUser,
        globalMaxSize,
        minDiskFree);
  }

  /** The same, with another limit for streamed payloads. */
  public BrokerLimits withStreamedBytes(long value) {
    return new BrokerLimits(
        documentBytes,
        value,
        chat,
        scheduledMessages,
        scheduledBytes,
        sessionsPerUser,
        globalMaxSize,
        minDiskFree);
  }

  /** The same, with other limits for chat. */
  public BrokerLimits withChat(Chat value) {
    return new BrokerLimits(
        documentBytes,
        streamedBytes,
        value,
        scheduledMessages,
        scheduledBytes,
        sessionsPerUser,
        globalMaxSize,
        minDiskFree);
  }

  /** The same, with another limit for delayed messages. */
  public BrokerLimits withScheduledMessages(int value) {
    return new BrokerLimits(
        documentBytes,
        streamedBytes,
        chat,
        value,
        scheduledBytes,
        sessionsPerUser,
        globalMaxSize,
        minDiskFree);
  }

  /** The same, with another limit for the memory of delayed messages. */
  public BrokerLimits withScheduledBytes(long value) {
    return new BrokerLimits(
        documentBytes,
        streamedBytes,
        chat,
        scheduledMessages,
        value,
        sessionsPerUser,
        globalMaxSize,
        minDiskFree);
  }

  /** The same, with another limit for the sessions of one user. */
  public BrokerLimits withSessionsPerUser(int value) {
    return new BrokerLimits(
        documentBytes,
        streamedBytes,
        chat,
        scheduledMessages,
        scheduledBytes,
        value,
        globalMaxSize,
        minDiskFree);
  }

  /** The same, with another amount of messages in memory. */
  public BrokerLimits withGlobalMaxSize(long value) {
    return new BrokerLimits(
        documentBytes,
        streamedBytes,
        chat,
        scheduledMessages,
        scheduledBytes,
        sessionsPerUser,
        value,
        minDiskFree);
  }

  /** The same, with another amount of disk that stays free. */
  public BrokerLimits withMinDiskFree(long value) {
    return new BrokerLimits(
        documentBytes,
        streamedBytes,
        chat,
        scheduledMessages,
        scheduledBytes,
        sessionsPerUser,
        globalMaxSize,
        value);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new BrokerStartException.BadConfig(
          "limit",
          "the broker's limit " + name + " is " + value + ": it must be 1 or more",
          name,
          Long.toString(value));
    }
  }
}
