package dev.quiver.multicast.jms;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.messaging.text.ValueName;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.View;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One round: who takes part, and what everybody sends.
 *
 * @param group the name of this round's group; no other round on the broker bears it
 * @param members the numbers of the peers
 * @param order the ordering
 * @param messages how many each peer sends
 * @param minDelay the shortest wait before each message
 * @param maxDelay the longest
 * @param seed of the waits; each peer adds its number
 * @param size characters of each message's body, at least 1
 * @param startWait how long a peer that has never been there is waited for
 */
public record RoundConfig(
    String group,
    SortedSet<Integer> members,
    Order order,
    int messages,
    Duration minDelay,
    Duration maxDelay,
    long seed,
    int size,
    Duration startWait) {

  /** The most peers of a group. */
  public static final int MAX_PEERS = 100;

  public RoundConfig {
    Names.requireLowerCase(ValueName.GROUP, group);
    members = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(members));
    if (members.isEmpty() || members.first() < 1 || members.last() > MAX_PEERS) {
      throw UnusableValueException.of("value.round.peers", members, MAX_PEERS);
    }
    if (messages < 0 || messages > 1_000_000) {
      throw UnusableValueException.of("value.round.messages", messages);
    }
    if (minDelay.isNegative() || maxDelay.compareTo(minDelay) < 0) {
      throw UnusableValueException.of(
          "value.round.delay", minDelay.toMillis(), maxDelay.toMillis());
    }
    if (size < 1 || size > dev.quiver.multicast.wire.PeerCodec.MAX_BODY - 1024) {
      throw UnusableValueException.of("value.round.size", size, 127 * 1024);
    }
  }

  public View view() {
    return View.first(members);
  }
}
