package dev.quiver.multicast.check;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.MessageIds;
import dev.quiver.multicast.MessagePlaces;
import dev.quiver.multicast.log.PeerLog;

/** A log with the place of each delivered message at hand. */
final class IndexedLog {

  static final int NOWHERE = MessagePlaces.NOWHERE;

  private final PeerLog log;
  private final int lastBroadcast;
  private final MessagePlaces positions;

  IndexedLog(PeerLog log) {
    this.log = log;
    this.lastBroadcast = log.broadcasts().stream().mapToInt(MessageId::sequence).max().orElse(0);
    this.positions = new MessagePlaces(log.delivered());
  }

  int peer() {
    return log.peer();
  }

  boolean isCorrect() {
    return log.isCorrect();
  }

  /** As {@link PeerLog#isStranger}. */
  boolean isStranger(int other) {
    return log.isStranger(other);
  }

  /** The message of each entry. */
  MessageIds messages() {
    return log.messages();
  }

  boolean isBroadcast(int entry) {
    return log.isBroadcast(entry);
  }

  MessageIds delivered() {
    return log.delivered();
  }

  MessageIds broadcasts() {
    return log.broadcasts();
  }

  /**
   * Whether it would say so if its peer had broadcast that message. A log without an end was cut,
   * by a crash or since: what followed its last broadcast nobody knows. Whoever was excluded before
   * it did anything may be the second process of its number.
   */
  boolean tellsOf(MessageId id) {
    return switch (log.end()) {
      case COMPLETE -> true;
      case EXCLUDED -> !log.entries().isEmpty();
      case CRASHED -> id.sequence() <= lastBroadcast;
    };
  }

  boolean has(long key) {
    return positions.has(key);
  }

  /** From 0, of its first delivery; {@link #NOWHERE} if it was not delivered. */
  int position(long key) {
    return positions.of(key);
  }
}
