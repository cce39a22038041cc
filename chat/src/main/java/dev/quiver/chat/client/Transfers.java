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

  /** How many files of all may wait for an answer, or to be taken. */
  static final int MOST = 100;

  /** How many of them may be of one person, so that nobody stands in the way of the others. */
  static final int MOST_OF_ONE = 10;

  /** A file that was offered here. */
  record Outgoing(UserName to, Path path, ChatMessage.Offered offer) {}

  /** What became of an offer. */
  enum Taken {
    /** It waits for an answer. */
    KEPT,
    /** There is one of that id already. */
    KNOWN,
    /** Too many wait, and whoever offers it is to be told. */
    FULL,
    /** Too many wait, and whoever offers it was told often enough. */
    IGNORED
  }

  /** A file that somebody else offers. */
  record Incoming(UserName from, ChatMessage.Offered offer) {}

  private final Map<String, Outgoing> outgoing = new HashMap<>();
  private final Map<String, Incoming> incoming = new LinkedHashMap<>();

  /** How many files of each person were accepted and have not come. */
  private final Map<UserName, Integer> coming = new HashMap<>();

  /** How often each person was told since there was room. */
  private final Map<UserName, Integer> told = new HashMap<>();

  /** What is being sent: whoever accepts twice does not get it twice. */
  private final Set<String> accepted = new HashSet<>();

  private int working;

  /** A file is offered here. */
  synchronized void offering(Outgoing offered) {
    outgoing.put(offered.offer().file(), offered);
  }

  /** Somebody offers a file. */
  synchronized Taken offered(UserName from, ChatMessage.Offered offer) {
    if (incoming.containsKey(offer.file())) {
      return Taken.KNOWN;
    }
    long waiting = incoming.values().stream().filter(each -> each.from().equals(from)).count();
    long ofOne = waiting + coming.getOrDefault(from, 0);
    int all = incoming.size() + coming.values().stream().mapToInt(Integer::intValue).sum();
    if (ofOne >= MOST_OF_ONE || all >= MOST) {
      return told.merge(from, 1, Integer::sum) <= MOST_OF_ONE ? Taken.FULL : Taken.IGNORED;
    }
    told.remove(from);
    incoming.put(offer.file(), new Incoming(from, offer));
    return Taken.KEPT;
  }

  /** The files that wait for an answer, oldest first. */
  synchronized List<ChatMessage.Offered> offers() {
    return incoming.values().stream().map(Incoming::offer).toList();
  }

  /** The offer of that id, which is not wanted; null if there is none. */
  synchronized @Nullable Incoming refuse(String id) {
    return incoming.remove(id);
  }

  /** The offer of that id, which is to come until it {@link #came}; null if there is none. */
  synchronized @Nullable Incoming accept(String id) {
    Incoming wanted = incoming.remove(id);
    if (wanted != null) {
      coming.merge(wanted.from(), 1, Integer::sum);
    }
    return wanted;
  }

  /** A file that was accepted has come, or never will. */
  synchronized void came(UserName from) {
    coming.computeIfPresent(from, (one, count) -> count == 1 ? null : count - 1);
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
