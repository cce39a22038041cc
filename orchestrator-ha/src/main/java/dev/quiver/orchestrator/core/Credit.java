package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.OrchestratorConfig;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.TaskKey;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much one worker may have, and an upper bound of what it has. The bound is what this reign
 * gave it and no outcome was seen of, and what already lay in its queue when the queue was first
 * counted. An outcome of a task that this reign did not give lowers the latter, but only once a
 * mark has come back that was published after the count: an outcome seen before may have been
 * committed before the count, and then it is not in the count.
 */
final class Credit {

  /**
   * A task that it was given.
   *
   * @param move the move that gave it
   * @param attempt which attempt of the task it is
   */
  private record Given(long move, int attempt) {}

  private final WorkerId worker;
  private final Map<TaskKey, Given> given = new LinkedHashMap<>();
  private @Nullable TaskKey alone;
  private boolean counted;
  private long countRequest;
  private long staleUpTo;
  private boolean marked;
  private long before;
  private long turn;
  private double perSecond;
  private long doneSince;
  private Instant since = Instant.EPOCH;

  Credit(WorkerId worker) {
    this.worker = worker;
  }

  WorkerId worker() {
    return worker;
  }

  /** Whether its queue was counted, without which nothing is given. */
  boolean isCounted() {
    return counted;
  }

  boolean isMarked() {
    return marked || before == 0;
  }

  long outstanding() {
    return before + given.size();
  }

  /** When it last got a task, as a number that ascends over all workers. */
  long turn() {
    return turn;
  }

  /** How many tasks it may have: those it runs, and what it finishes within a moment. */
  int limit(int concurrency, OrchestratorConfig config) {
    double ahead = perSecond * config.ahead().toMillis() / 1000.0;
    return concurrency
        + (int) Math.min(config.maxAhead(), Math.max(config.minAhead(), Math.ceil(ahead)));
  }

  void give(TaskHeader task, long move, long newTurn) {
    given.put(task.key(), new Given(move, task.attempt()));
    if (task.alone()) {
      alone = task.key();
    }
    turn = newTurn;
  }

  /** It left the queue otherwise than by an outcome, or never got there. */
  void take(TaskKey task) {
    given.remove(task);
  }

  /** Whether it was given a task that is to run alone, and has it still. */
  boolean hasAlone() {
    return alone != null && given.containsKey(alone);
  }

  /**
   * Whether that freed room.
   *
   * @param assigned it was in the assigned queue, and not in another queue of that worker
   */
  boolean onOutcome(TaskKey task, boolean assigned) {
    doneSince++;
    if (given.remove(task) != null) {
      return true;
    }
    if (assigned && counted && marked && before > 0) {
      before--;
      return true;
    }
    return false;
  }

  /**
   * It gave that task away unfinished, to be assigned anew. What is told of an earlier attempt does
   * not count: the task may have come back meanwhile.
   *
   * @return whether that freed room
   */
  boolean onGivenAway(TaskKey task, int attempt) {
    doneSince++;
    Given known = given.get(task);
    return known != null && known.attempt() <= attempt && given.remove(task, known);
  }

  /** Nothing is known any more but what is not committed yet: count again. */
  void recount(long committed, long lastRequest) {
    // An answer that is under way may be older than commits that are forgotten here.
    staleUpTo = lastRequest;
    given.values().removeIf(each -> each.move() <= committed);
    counted = false;
    marked = false;
    before = 0;
  }

  /**
   * Its queue held that many at a moment after the request was made.
   *
   * @param committedThen up to which number moves had been committed when the request was made
   * @return whether a mark is wanted
   */
  boolean onCounted(long request, long count, long committedThen) {
    if (request <= staleUpTo) {
      return false;
    }
    if (!counted) {
      counted = true;
      before = count;
      countRequest = request;
      return before > 0;
    }
    if (count < before) {
      // Outcomes in this count may not have been seen yet, and must not lower the bound again.
      before = count;
      countRequest = request;
      marked = false;
    }
    if (count == 0) {
      // Whatever had been put there has left: an outcome whose event was lost does not cost room
      // for ever.
      given.values().removeIf(each -> each.move() <= committedThen);
    }
    return before > 0 && !marked;
  }

  void onMark(long request) {
    if (counted && countRequest <= request) {
      marked = true;
    }
  }

  /** Measures how fast it is, at least over a tenth of a second. */
  void measure(Instant now) {
    long elapsedMs = Duration.between(since, now).toMillis();
    if (elapsedMs < 100) {
      return;
    }
    double latest = elapsedMs > 10_000 ? 0 : doneSince * 1000.0 / elapsedMs;
    perSecond = latest >= perSecond ? latest : perSecond * 0.7 + latest * 0.3;
    doneSince = 0;
    since = now;
  }
}
