package dev.quiver.multicast.check;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.log.LogEntry;
import dev.quiver.multicast.log.PeerLog;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The definitions word by word, without a thought for time; what the checker is held against. */
final class BruteForce {

  private final List<PeerLog> logs;

  BruteForce(List<PeerLog> logs) {
    this.logs = logs;
  }

  boolean holds(Property property) {
    return switch (property) {
      case VALIDITY ->
          logs.stream()
              .filter(PeerLog::isCorrect)
              .allMatch(log -> log.delivered().containsAll(log.broadcasts()));
      case INTEGRITY -> integrity();
      case AGREEMENT -> agreement(logs.stream().filter(PeerLog::isCorrect).toList());
      case UNIFORM_AGREEMENT -> agreement(logs);
      case FIFO -> fifo();
      case CAUSAL -> causal();
      case TOTAL -> inversions() == 0;
      case PREFIX -> prefix();
    };
  }

  private boolean integrity() {
    Set<MessageId> broadcast = new HashSet<>();
    for (PeerLog log : logs) {
      broadcast.addAll(log.broadcasts());
    }
    for (PeerLog log : logs) {
      if (new HashSet<>(log.delivered()).size() != log.delivered().size()) {
        return false;
      }
      for (MessageId id : log.delivered()) {
        boolean stranger =
            !log.views().isEmpty()
                && log.views().stream().noneMatch(view -> view.members().contains(id.sender()))
                && logs.stream().noneMatch(each -> each.peer() == id.sender());
        boolean denied = stranger || logs.stream().anyMatch(each -> denies(each, id));
        if (!broadcast.contains(id) && denied) {
          return false;
        }
      }
    }
    return true;
  }

  /** Its sender's log, which goes on beyond where that broadcast would be. */
  private static boolean denies(PeerLog log, MessageId id) {
    if (log.peer() != id.sender() || log.end() != PeerLog.End.CRASHED) {
      return log.peer() == id.sender();
    }
    return log.broadcasts().stream().anyMatch(later -> later.sequence() >= id.sequence());
  }

  private boolean agreement(List<PeerLog> who) {
    for (PeerLog each : who) {
      for (PeerLog correct : logs) {
        if (correct.isCorrect() && !correct.delivered().containsAll(each.delivered())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Nobody delivers a message of a sender without all with smaller sequences before it. */
  private boolean fifo() {
    for (PeerLog log : logs) {
      List<MessageId> delivered = log.delivered();
      for (int i = 0; i < delivered.size(); i++) {
        for (int sequence = 1; sequence < delivered.get(i).sequence(); sequence++) {
          if (!delivered
              .subList(0, i)
              .contains(new MessageId(delivered.get(i).sender(), sequence))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Happened-before as a closure over all pairs, then each delivery against all its causes. */
  private boolean causal() {
    Map<MessageId, Set<MessageId>> causes = new LinkedHashMap<>();
    for (PeerLog log : logs) {
      Set<MessageId> before = new HashSet<>();
      for (LogEntry entry : log.entries()) {
        if (entry.kind() == LogEntry.Kind.BROADCAST) {
          causes.computeIfAbsent(entry.id(), id -> new HashSet<>()).addAll(before);
        }
        before.add(entry.id());
      }
    }
    for (PeerLog log : logs) {
      List<MessageId> delivered = log.delivered();
      for (Map.Entry<MessageId, Set<MessageId>> each : causes.entrySet()) {
        int at = delivered.indexOf(each.getKey());
        for (MessageId cause : each.getValue()) {
          int before = delivered.indexOf(cause);
          if (at >= 0 && !cause.equals(each.getKey()) && (before < 0 || before > at)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  long inversions() {
    long count = 0;
    for (int i = 0; i < logs.size(); i++) {
      for (int j = i + 1; j < logs.size(); j++) {
        List<MessageId> one = logs.get(i).delivered().stream().distinct().toList();
        List<MessageId> other = logs.get(j).delivered();
        for (int a = 0; a < one.size(); a++) {
          for (int b = a + 1; b < one.size(); b++) {
            int first = other.indexOf(one.get(a));
            int second = other.indexOf(one.get(b));
            if (first >= 0 && second >= 0 && first > second) {
              count++;
            }
          }
        }
      }
    }
    return count;
  }

  private boolean prefix() {
    for (PeerLog one : logs) {
      for (PeerLog other : logs) {
        int length = Math.min(one.delivered().size(), other.delivered().size());
        if (!one.delivered().subList(0, length).equals(other.delivered().subList(0, length))) {
          return false;
        }
      }
    }
    return true;
  }
}
