package dev.quiver.multicast.check;

import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.MessageIds;
import dev.quiver.multicast.MessagePlaces;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.Finding.Kind;
import dev.quiver.multicast.check.Finding.Witness;
import dev.quiver.multicast.log.PeerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges all properties of a run. */
public final class Checker {

  private final List<IndexedLog> logs = new ArrayList<>();
  private final MessagePlaces broadcast;
  private final SortedMap<Integer, IndexedLog> known = new TreeMap<>();
  private final SortedSet<Integer> unjudged = new TreeSet<>();

  private Checker(List<PeerLog> peerLogs) {
    for (PeerLog log : peerLogs) {
      IndexedLog indexed = new IndexedLog(log);
      if (known.put(log.peer(), indexed) != null) {
        throw UnusableValueException.of("value.log.twice", log.peer());
      }
      logs.add(indexed);
    }
    broadcast =
        new MessagePlaces(MessageIds.concat(peerLogs.stream().map(PeerLog::broadcasts).toList()));
    for (IndexedLog log : logs) {
      for (int i = 0; i < log.delivered().size(); i++) {
        if (!broadcast.has(log.delivered().key(i)) && !isToldOf(log, log.delivered().get(i))) {
          unjudged.add(log.delivered().get(i).sender());
        }
      }
    }
  }

  /**
   * Judges.
   *
   * @param logs one of each peer
   * @throws IllegalArgumentException if there are two of the same peer
   */
  public static CheckReport check(List<PeerLog> logs) {
    return new Checker(logs).report();
  }

  private CheckReport report() {
    SortedSet<Integer> crashed = new TreeSet<>();
    List<IndexedLog> correct = new ArrayList<>();
    long deliveries = 0;
    for (IndexedLog log : logs) {
      deliveries += log.delivered().size();
      if (log.isCorrect()) {
        correct.add(log);
      } else {
        crashed.add(log.peer());
      }
    }
    TotalOrderCheck total = new TotalOrderCheck(logs);
    List<Finding> findings =
        List.of(
            validity(correct),
            integrity(),
            agreement(Property.AGREEMENT, correct, correct),
            agreement(Property.UNIFORM_AGREEMENT, logs, correct),
            fifo(),
            new CausalCheck(logs).finding(),
            total.finding(),
            prefix());
    return new CheckReport(
        findings,
        logs.size(),
        crashed,
        unjudged,
        deliveries,
        unorderedPositions(correct),
        commonPrefix(correct),
        total.inversions(),
        total.pairs());
  }

  /**
   * Whether it would be known that its sender broadcast it: by the sender's log, or since whoever
   * delivered it knows all members that there ever were.
   */
  private boolean isToldOf(IndexedLog at, MessageId id) {
    IndexedLog log = known.get(id.sender());
    return log == null ? at.isStranger(id.sender()) : log.tellsOf(id);
  }

  private Finding validity(List<IndexedLog> correct) {
    Tally tally = new Tally(Property.VALIDITY);
    for (IndexedLog log : correct) {
      for (MessageId id : log.broadcasts()) {
        if (!log.has(MessageIds.key(id))) {
          tally.add(new Witness(Kind.MISSING, log.peer(), 0, id, null, 0));
        }
      }
    }
    return tally.finding();
  }

  private Finding integrity() {
    Tally tally = new Tally(Property.INTEGRITY);
    for (IndexedLog log : logs) {
      for (int i = 0; i < log.delivered().size(); i++) {
        long key = log.delivered().key(i);
        MessageId id = MessageIds.id(key);
        if (log.position(key) < i) {
          tally.add(new Witness(Kind.TWICE, log.peer(), i + 1, id, null, 0));
        } else if (!broadcast.has(key) && isToldOf(log, id)) {
          tally.add(new Witness(Kind.UNKNOWN, log.peer(), i + 1, id, null, 0));
        }
      }
    }
    return tally.finding();
  }

  private static Finding agreement(
      Property property, List<IndexedLog> who, List<IndexedLog> correct) {
    Tally tally = new Tally(property);
    for (IndexedLog each : correct) {
      Set<MessageId> missing = new TreeSet<>();
      for (IndexedLog other : who) {
        for (int i = 0; i < other.delivered().size(); i++) {
          long key = other.delivered().key(i);
          MessageId id = each.has(key) ? null : MessageIds.id(key);
          if (id != null && missing.add(id)) {
            tally.add(new Witness(Kind.MISSING, each.peer(), 0, id, null, other.peer()));
          }
        }
      }
    }
    return tally.finding();
  }

  private Finding fifo() {
    Tally tally = new Tally(Property.FIFO);
    for (IndexedLog log : logs) {
      java.util.Map<Integer, Integer> last = new java.util.HashMap<>();
      for (int i = 0; i < log.delivered().size(); i++) {
        MessageId id = log.delivered().get(i);
        int before = last.getOrDefault(id.sender(), 0);
        if (id.sequence() > before + 1) {
          MessageId skipped = new MessageId(id.sender(), before + 1);
          tally.add(new Witness(Kind.TOO_EARLY, log.peer(), i + 1, id, skipped, 0));
        }
        last.merge(id.sender(), id.sequence(), Math::max);
      }
    }
    return tally.finding();
  }

  private Finding prefix() {
    Tally tally = new Tally(Property.PREFIX);
    IndexedLog longest = null;
    for (IndexedLog log : logs) {
      if (longest == null || log.delivered().size() > longest.delivered().size()) {
        longest = log;
      }
    }
    for (IndexedLog log : logs) {
      if (longest == null) {
        break;
      }
      for (int i = 0; i < log.delivered().size(); i++) {
        if (log.delivered().key(i) != longest.delivered().key(i)) {
          MessageId id = log.delivered().get(i);
          MessageId there = longest.delivered().get(i);
          tally.add(new Witness(Kind.DIVERGES, log.peer(), i + 1, id, there, longest.peer()));
          break;
        }
      }
    }
    return tally.finding();
  }

  private static int commonPrefix(List<IndexedLog> correct) {
    int position = 0;
    while (agreeAt(correct, position) && position < longest(correct)) {
      position++;
    }
    return position;
  }

  private static int unorderedPositions(List<IndexedLog> correct) {
    int count = 0;
    for (int position = 0; position < longest(correct); position++) {
      if (!agreeAt(correct, position)) {
        count++;
      }
    }
    return count;
  }

  private static int longest(List<IndexedLog> logs) {
    return logs.stream().mapToInt(log -> log.delivered().size()).max().orElse(0);
  }

  private static boolean agreeAt(List<IndexedLog> logs, int position) {
    MessageId first = null;
    for (IndexedLog log : logs) {
      if (position >= log.delivered().size()) {
        return false;
      }
      MessageId id = log.delivered().get(position);
      if (first != null && !first.equals(id)) {
        return false;
      }
      first = id;
    }
    return true;
  }
}
