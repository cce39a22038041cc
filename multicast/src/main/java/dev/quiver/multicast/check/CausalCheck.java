package dev.quiver.multicast.check;

import dev.quiver.multicast.MessageIds;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.Finding.Kind;
import dev.quiver.multicast.check.Finding.Witness;
import java.util.List;

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
    long cause = 0;
    for (int entry = 0; entry < sender.messages().size(); entry++) {
      long key = sender.messages().key(entry);
      int position = at.position(key);
      if (latest > position && sender.isBroadcast(entry)) {
        tally.add(
            new Witness(
                Kind.TOO_EARLY,
                at.peer(),
                position + 1,
                MessageIds.id(key),
                MessageIds.id(cause),
                sender.peer()));
      }
      if (position > latest) {
        latest = position;
        cause = key;
      }
    }
  }
}
