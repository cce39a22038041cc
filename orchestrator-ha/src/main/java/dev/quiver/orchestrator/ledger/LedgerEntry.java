package dev.quiver.orchestrator.ledger;

import dev.quiver.orchestrator.TaskState;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one task. Two entries of one task merge into one; merging is commutative,
 * associative and idempotent, so events may come late, twice and from several sources.
 *
 * <p>What is latest wins as a whole: the higher generation, then an outcome over anything else (a
 * generation has one, and nothing comes after it), then the higher attempt, epoch and state; what
 * was assigned and given back within one reign is told by the time. What only some events tell is
 * kept beside it: the first time the task was seen, and where and when it was last assigned in the
 * winning generation.
 *
 * @param id the task's
 * @param type the task's
 * @param submitter who submitted it; empty if no event said it
 * @param batch empty if none
 * @param firstSeenMs when the task was submitted or, if nobody said, first told of
 * @param latest its state
 * @param assigned its last assignment in the generation of {@code latest}; none if not known
 */
public record LedgerEntry(
    String id,
    String type,
    String submitter,
    String batch,
    long firstSeenMs,
    Latest latest,
    @Nullable Assignment assigned) {

  /** An instant that is not known. */
  public static final long UNKNOWN = 0;

  /**
   * The state of a task, as one event told it.
   *
   * @param epoch the reign that assigned it, 0 if none did
   * @param worker empty if none
   * @param startedMs when the attempt began, {@link #UNKNOWN} if not told
   * @param atMs when the event happened
   * @param text the result of a success, the reason of another outcome; empty if left out
   */
  public record Latest(
      int generation,
      int attempt,
      long epoch,
      TaskState state,
      String worker,
      long startedMs,
      long atMs,
      String text)
      implements Comparable<Latest> {

    private static final Comparator<Latest> ORDER =
        Comparator.comparingInt(Latest::generation)
            .thenComparing(each -> each.state().isFinal())
            .thenComparingInt(Latest::attempt)
            .thenComparingLong(Latest::epoch)
            .thenComparing(each -> each.isTurn() ? TaskState.ASSIGNED : each.state())
            // Within a reign an attempt may be assigned, given back and assigned again. Two others
            // that differ only in what follows are not expected; an order that is total still
            // makes every replica choose the same.
            .thenComparingLong(Latest::atMs)
            .thenComparing(Latest::state)
            .thenComparing(Latest::worker)
            .thenComparingLong(Latest::startedMs)
            .thenComparing(Latest::text);

    private boolean isTurn() {
      return state == TaskState.WAITING || state == TaskState.ASSIGNED;
    }

    @Override
    public int compareTo(Latest other) {
      return ORDER.compare(this, other);
    }
  }

  /** That it was put into a worker's queue. */
  public record Assignment(int generation, int attempt, long epoch, long atMs, String worker)
      implements Comparable<Assignment> {

    private static final Comparator<Assignment> ORDER =
        Comparator.comparingInt(Assignment::generation)
            .thenComparingInt(Assignment::attempt)
            .thenComparingLong(Assignment::epoch)
            .thenComparingLong(Assignment::atMs)
            .thenComparing(Assignment::worker);

    @Override
    public int compareTo(Assignment other) {
      return ORDER.compare(this, other);
    }
  }

  public LedgerEntry {
    if (assigned != null && assigned.generation() != latest.generation()) {
      assigned = null;
    }
  }

  /** That a reign put the task into a worker's queue. */
  public static LedgerEntry assigned(
      String id, String type, String submitter, String batch, long submittedMs, Assignment to) {
    return new LedgerEntry(
        id,
        type,
        submitter,
        batch,
        submittedMs,
        new Latest(
            to.generation(),
            to.attempt(),
            to.epoch(),
            TaskState.ASSIGNED,
            to.worker(),
            UNKNOWN,
            to.atMs(),
            ""),
        to);
  }

  /** That something became of the task at a worker, or at an orchestrator that ended it. */
  public static LedgerEntry told(
      String id, String type, String submitter, String batch, Latest what) {
    return new LedgerEntry(id, type, submitter, batch, what.atMs(), what, null);
  }

  /**
   * The same, first seen then at the latest: a submitter whose clock is ahead says that it
   * submitted in the future.
   */
  LedgerEntry seenBy(long nowMs) {
    return firstSeenMs <= nowMs
        ? this
        : new LedgerEntry(id, type, submitter, batch, nowMs, latest, assigned);
  }

  /**
   * What both know together.
   *
   * @throws IllegalArgumentException if they are of two tasks
   */
  public LedgerEntry merge(LedgerEntry other) {
    if (!id.equals(other.id)) {
      throw new IllegalArgumentException(id + " and " + other.id + " are two tasks");
    }
    Latest newest = later(latest, other.latest);
    return new LedgerEntry(
        id,
        later(type, other.type),
        later(submitter, other.submitter),
        later(batch, other.batch),
        Math.min(firstSeenMs, other.firstSeenMs),
        newest,
        later(ofGeneration(newest.generation()), other.ofGeneration(newest.generation())));
  }

  /** How long it waited until its last assignment, in ms; negative if that is not known. */
  public long waitedMs() {
    return assigned == null ? -1 : Math.max(0, assigned.atMs() - firstSeenMs);
  }

  /** How long its last attempt ran, in ms; negative if that is not known. */
  public long ranMs() {
    return !latest.state().isFinal() || latest.startedMs() == UNKNOWN
        ? -1
        : Math.max(0, latest.atMs() - latest.startedMs());
  }

  private @Nullable Assignment ofGeneration(int generation) {
    return assigned != null && assigned.generation() == generation ? assigned : null;
  }

  private static <T extends Comparable<T>> T later(T one, T other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static @Nullable Assignment later(@Nullable Assignment one, @Nullable Assignment other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Objects.requireNonNull(one).compareTo(other) >= 0 ? one : other;
  }
}
