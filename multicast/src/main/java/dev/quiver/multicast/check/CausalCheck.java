package dev.quiver.multicast.check;

import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.Finding.Kind;
import dev.quiver.multicast.check.Finding.Witness;
import dev.quiver.multicast.log.LogEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Causal order, with happened-before as the logs have it: whatever a peer had delivered or
 * broadcast before it broadcast a message must stand before that message everywhere. Causes of
 * causes need no look of their own: they are causes where their own effect is delivered.
 */
final class CausalCheck {

  private final List<IndexedLog> logs;

  CausalCheck(List<IndexedLog> logs) {
    this.logs = logs;
  }

  Finding finding() {
    Tally tally = new Tally(Property.CAUSAL);
    for (IndexedLog at : logs) {
      for (IndexedLog sender : logs) {
        check(at, sender, tally);
      }
    }
    return tally.finding();
  }

  private static void check(IndexedLog at, IndexedLog sender, Tally tally) {
    int latest = -1;
    @Nullable MessageId cause = null;
    for (LogEntry entry : sender.entries()) {
      int position = at.position(entry.id());
      if (entry.kind() == LogEntry.Kind.BROADCAST
          && cause != null
          && position != IndexedLog.NOWHERE
          && latest > position) {
        tally.add(
            new Witness(Kind.TOO_EARLY, at.peer(), position + 1, entry.id(), cause, sender.peer()));
      }
      if (position > latest) {
        latest = position;
        cause = entry.id();
      }
    }
  }
}
