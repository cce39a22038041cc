package dev.quiver.broker;

/**
 * What the broker refuses, in bytes unless said otherwise.
 *
 * @param documentBytes the largest ordinary message; a document of 256 KiB of JSON is twice that as
 *     UTF-16, and its properties come on top
 * @param streamedBytes the largest streamed payload or result, on the addresses that take them
 * @param chat what people may send each other
 * @param delayed how much the delayed messages of clients may add up to
 * @param perUser what one user may have at a time
 * @param globalMaxSize how much of all messages is kept in memory before everything pages; the heap
 *     needs about five times as much
 * @param minDiskFree how much must stay free on the disk; below it sends are refused
 */
public record BrokerLimits(
    int documentBytes,
    long streamedBytes,
    Chat chat,
    Delayed delayed,
    PerUser perUser,
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

  /**
   * Delayed messages of clients, which live in the broker's memory. One user may have half of that.
   *
   * @param messages how many
   * @param bytes how much memory
   */
  public record Delayed(int messages, long bytes) {

    public Delayed {
      positive("delayed.messages", messages);
      positive("delayed.bytes", bytes);
    }

    /** 100,000 and 64 MiB. */
    public static Delayed defaults() {
      return new Delayed(100_000, 64 * MIB);
    }
  }

  /**
   * What one user may have at a time, over all connections.
   *
   * @param sessions how many sessions; each takes some kilobytes of memory
   * @param queues how many queues of its making; each takes some ten kilobytes of memory
   */
  public record PerUser(int sessions, int queues) {

    public PerUser {
      positive("perUser.sessions", sessions);
      positive("perUser.queues", queues);
    }

    /** 20,000 sessions and 10,000 queues. */
    public static PerUser defaults() {
      return new PerUser(20_000, 10_000);
    }
  }

  public BrokerLimits {
    positive("documentBytes", documentBytes);
    positive("streamedBytes", streamedBytes);
    positive("globalMaxSize", globalMaxSize);
    positive("minDiskFree", minDiskFree);
  }

  /** What serves a machine with 1 GiB of heap for the broker. */
  public static BrokerLimits defaults() {
    return new BrokerLimits(
        640 * KIB,
        64 * MIB,
        Chat.defaults(),
        Delayed.defaults(),
        PerUser.defaults(),
        160 * MIB,
        256 * MIB);
  }

  /** The same, with another limit for ordinary messages. */
  public BrokerLimits withDocumentBytes(int value) {
    return new BrokerLimits(
        value, streamedBytes, chat, delayed, perUser, globalMaxSize, minDiskFree);
  }

  /** The same, with another limit for streamed payloads. */
  public BrokerLimits withStreamedBytes(long value) {
    return new BrokerLimits(
        documentBytes, value, chat, delayed, perUser, globalMaxSize, minDiskFree);
  }

  /** The same, with other limits for chat. */
  public BrokerLimits withChat(Chat value) {
    return new BrokerLimits(
        documentBytes, streamedBytes, value, delayed, perUser, globalMaxSize, minDiskFree);
  }

  /** The same, with other limits for delayed messages. */
  public BrokerLimits withDelayed(Delayed value) {
    return new BrokerLimits(
        documentBytes, streamedBytes, chat, value, perUser, globalMaxSize, minDiskFree);
  }

  /** The same, with other limits for one user. */
  public BrokerLimits withPerUser(PerUser value) {
    return new BrokerLimits(
        documentBytes, streamedBytes, chat, delayed, value, globalMaxSize, minDiskFree);
  }

  /** The same, with another amount of messages in memory. */
  public BrokerLimits withGlobalMaxSize(long value) {
    return new BrokerLimits(
        documentBytes, streamedBytes, chat, delayed, perUser, value, minDiskFree);
  }

  /** The same, with another amount of disk that stays free. */
  public BrokerLimits withMinDiskFree(long value) {
    return new BrokerLimits(
        documentBytes, streamedBytes, chat, delayed, perUser, globalMaxSize, value);
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
