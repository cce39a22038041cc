package dev.quiver.broker.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the plugin is told in {@code broker.xml}.
 *
 * @param namespace what it guards; other addresses are none of its business
 * @param documentBytes the largest ordinary message
 * @param streamedBytes the largest streamed body
 * @param chat what people may send each other
 * @param delayed how much the delayed messages of clients may add up to
 * @param memory how many bytes all messages may take before every address that pages does
 * @param sessionsPerUser how many sessions one user may have at a time
 * @param queuesPerUser how many queues one user may have made that are still there
 * @param workerDisuse when queues of workers with generated ids go
 * @param resultsDisuse when inboxes go
 * @param othersDisuse when reply queues, rooms, peers, nodes and numbers go
 * @param subscriptionDisuse when subscriptions to events go
 * @param scan how often the sweeper looks
 * @param members by which names the brokers of its cluster know each other, its own first; empty if
 *     it is not one of several that pass on tasks and outcomes to each other
 */
record GuardSettings(
    String namespace,
    long documentBytes,
    long streamedBytes,
    Chat chat,
    Delayed.Amount delayed,
    long memory,
    int sessionsPerUser,
    int queuesPerUser,
    Duration workerDisuse,
    Duration resultsDisuse,
    Duration othersDisuse,
    Duration subscriptionDisuse,
    Duration scan,
    List<String> members) {

  GuardSettings {
    members = List.copyOf(members);
  }

  /** Whether it is one of a cluster. */
  boolean cluster() {
    return !members.isEmpty();
  }

  /**
   * Limits of chat.
   *
   * @param messageBytes the largest message to a room or a person
   * @param fileBytes the largest file
   * @param messagesPerSecond how many messages one user may send on average
   */
  record Chat(long messageBytes, long fileBytes, int messagesPerSecond) {}

  static GuardSettings of(Map<String, String> properties) {
    return new GuardSettings(
        require(properties, "namespace"),
        number(properties, "documentBytes"),
        number(properties, "streamedBytes"),
        new Chat(
            number(properties, "chatMessageBytes"),
            number(properties, "chatFileBytes"),
            Math.toIntExact(number(properties, "chatMessagesPerSecond"))),
        new Delayed.Amount(
            number(properties, "scheduledMessages"), number(properties, "scheduledBytes")),
        number(properties, "memoryBytes"),
        Math.toIntExact(number(properties, "sessionsPerUser")),
        Math.toIntExact(number(properties, "queuesPerUser")),
        duration(properties, "workerDisuseMs"),
        duration(properties, "resultsDisuseMs"),
        duration(properties, "othersDisuseMs"),
        duration(properties, "subscriptionDisuseMs"),
        duration(properties, "scanMs"),
        members(properties.getOrDefault("cluster", "")));
  }

  private static List<String> members(String names) {
    return names.isBlank() ? List.of() : List.of(names.split(",", -1));
  }

  private static Duration duration(Map<String, String> properties, String key) {
    return Duration.ofMillis(number(properties, key));
  }

  private static long number(Map<String, String> properties, String key) {
    String value = require(properties, key);
    try {
      long number = Long.parseLong(value.trim());
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, together with numbers that are too small.
    }
    throw new IllegalArgumentException(
        "the property \""
            + key
            + "\" of the broker's plugin is \""
            + value
            + "\": it must be a whole number above 0; mend it in broker.xml");
  }

  private static String require(Map<String, String> properties, String key) {
    String value = properties.get(key);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "the broker's plugin needs the property \"" + key + "\": add it in broker.xml");
    }
    return value;
  }
}
