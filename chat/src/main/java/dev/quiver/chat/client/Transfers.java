package dev.quiver.chat.client;

import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.UserName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files are offered, here and by others, and how much is under way. Safe for many threads.
 */
final class Transfers {

  private static final int MOST_OFFERS = 100;

  /** A file that was offered here. */
  record Outgoing(UserName to, Path path, ChatMessage.Offered offer) {}

  /** A file that somebody else offers. */
  record Incoming(UserName from, ChatMessage.Offered offer) {}

  private final Map<String, Outgoing> outgoing = new HashMap<>();
  private final Map<String, Incoming> incoming = new LinkedHashMap<>();

  /** What is being sent: whoever accepts twice does not get it twice. */
  private final Set<String> accepted = new HashSet<>();

  private int working;

  /** A file is offered here. */
  synchronized void offering(Outgoing offered) {
    outgoing.put(offered.offer().file(), offered);
  }

  /**
   * Somebody offers a file.
   *
   * @return whether it is kept: not if that id is taken, or too many wait for an answer
   */
  synchronized boolean offered(UserName from, ChatMessage.Offered offer) {
    return incoming.size() < MOST_OFFERS
        && incoming.putIfAbsent(offer.file(), new Incoming(from, offer)) == null;
  }

  /** The files that wait for an answer, oldest first. */
  synchronized List<ChatMessage.Offered> offers() {
    return incoming.values().stream().map(Incoming::offer).toList();
  }

  /** The offer of that id, which is answered now; null if there is none. */
  synchronized @Nullable Incoming answer(String id) {
    return incoming.remove(id);
  }

  /** The file of that id if it was offered to that person and is accepted for the first time. */
  synchronized @Nullable Outgoing accepted(UserName other, String id) {
    Outgoing known = offeredTo(other, id);
    return known != null && accepted.add(id) ? known : null;
  }

  /** The file of that id if it was offered to that person; nothing more happens to it. */
  synchronized @Nullable Outgoing endOf(UserName other, String id) {
    Outgoing known = offeredTo(other, id);
    if (known != null) {
      outgoing.remove(id);
      accepted.remove(id);
      notifyAll();
    }
    return known;
  }

  private @Nullable Outgoing offeredTo(UserName other, String id) {
    Outgoing known = outgoing.get(id);
    return known != null && known.to().equals(other) ? known : null;
  }

  /** Something begins in the background. */
  synchronized void begin() {
    working++;
  }

  /** Something in the background has ended. */
  synchronized void end() {
    working--;
    notifyAll();
  }

  /** Waits until nothing is under way and no offer is unanswered; false if that took longer. */
  synchronized boolean awaitIdle(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (working > 0 || !outgoing.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }
}
