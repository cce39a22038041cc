package dev.quiver.tasks.worker;

import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.wire.Cancel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cancels this worker has heard of. Thread-safe. Bounded: the oldest is forgotten when there
 * are too many; the broker keeps them all, and they are read again at each connection.
 */
final class CancelBook {

  /** Who cancelled, and until when that is to be remembered. */
  private record Wish(String user, boolean admin) {}

  private final InstantSource clock;
  private final Duration life;
  private final int limit;
  private final Map<String, Map<Wish, Instant>> wishes = new LinkedHashMap<>();
  private volatile boolean empty = true;

  /**
   * An empty book.
   *
   * @param life how long a cancel is remembered
   * @param limit how many tasks and batches are remembered
   */
  CancelBook(InstantSource clock, Duration life, int limit) {
    this.clock = clock;
    this.life = life;
    this.limit = limit;
  }

  synchronized void add(Cancel cancel) {
    Instant now = clock.instant();
    String key = key(cancel);
    Map<Wish, Instant> known = wishes.remove(key);
    if (known == null) {
      known = new LinkedHashMap<>();
    }
    known.put(new Wish(cancel.user(), cancel.admin()), now.plus(life));
    wishes.put(key, known);
    forget(now);
    empty = false;
  }

  private void forget(Instant now) {
    Iterator<Map<Wish, Instant>> oldest = wishes.values().iterator();
    while (oldest.hasNext()) {
      Map<Wish, Instant> each = oldest.next();
      each.values().removeIf(until -> until.isBefore(now));
      if (!each.isEmpty() && wishes.size() <= limit) {
        break;
      }
      oldest.remove();
    }
    empty = wishes.isEmpty();
  }

  /** Why that task is cancelled, if it is. */
  Optional<String> reason(TaskId task, @Nullable BatchId batch, String submitter) {
    if (empty) {
      return Optional.empty();
    }
    synchronized (this) {
      Optional<String> own =
          by("task/" + task, submitter).map(who -> TaskReasons.say("cancelled.by", who));
      if (own.isPresent() || batch == null) {
        return own;
      }
      return by("batch/" + batch, submitter)
          .map(who -> TaskReasons.say("cancelled.batch", batch, who));
    }
  }

  private Optional<String> by(String key, String submitter) {
    Instant now = clock.instant();
    Set<Map.Entry<Wish, Instant>> known =
        wishes.getOrDefault(key, new LinkedHashMap<>()).entrySet();
    return new LinkedHashSet<>(known)
        .stream()
            .filter(each -> each.getValue().isAfter(now))
            .map(Map.Entry::getKey)
            .filter(wish -> wish.admin() || wish.user().equals(submitter))
            .map(Wish::user)
            .findFirst();
  }

  private static String key(Cancel cancel) {
    return cancel instanceof Cancel.OfTask one
        ? "task/" + one.task()
        : "batch/" + ((Cancel.OfBatch) cancel).batch();
  }
}
