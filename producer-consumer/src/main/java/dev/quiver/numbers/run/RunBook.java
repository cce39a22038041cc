package dev.quiver.numbers.run;

import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.Sequences;
import dev.quiver.numbers.Verdict;
import dev.quiver.numbers.Verdict.How;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the accounts of all runs on one queue and says when one is over.
 *
 * <p>Every receipt and end marker may come any number of times and in any order: what is kept are
 * sets. A run is over
 *
 * <ul>
 *   <li>complete, when its end marker and a receipt of each number are there;
 *   <li>incomplete, when the end marker is there and nothing of the run can come any more;
 *   <li>abandoned, when there is no end marker, its producer is gone and nothing of the run can
 *       come any more, also if nothing ever came. If the producer turns out to live, the run may
 *       still become one of the other two.
 * </ul>
 *
 * <p>Nothing can come any more when the queue is empty, also of what is delivered and not
 * acknowledged; or, while other runs keep the queue busy, when for the time {@code settle} there
 * was no sign of it: no receipt, nothing of it waiting, no producer. That must be longer than the
 * broker takes to deliver again what a dead consumer held, and only counts with the ledger read to
 * its end.
 */
public final class RunBook {

  private final String self;
  private final Duration settle;
  private final Duration grace;
  private final Instant begun;
  private final Map<Run, Account> open = new TreeMap<>();
  private final Map<Run, How> ended = new HashMap<>();

  /**
   * @param self who keeps it: the id of the consumer
   * @param settle how long without a sign of a run until nothing of it is thought to come any more
   * @param grace how long after {@code begun} no producer is thought gone: after a restart of the
   *     broker all of them look so until they have shown themselves again
   */
  public RunBook(String self, Duration settle, Duration grace, Instant begun) {
    this.self = self;
    this.settle = settle;
    this.grace = grace;
    this.begun = begun;
  }

  /**
   * A receipt came.
   *
   * @return whether it counts: false if its run is over and done
   */
  public boolean onLogged(Instant now, Logged receipt) {
    if (isClosed(receipt.run())) {
      return false;
    }
    account(receipt.run(), now).add(receipt, now);
    return true;
  }

  /**
   * An end marker came.
   *
   * @return whether it counts: false if its run is over and done
   */
  public boolean onEnd(Instant now, RunEnd end) {
    if (isClosed(end.run())) {
      return false;
    }
    account(end.run(), now).end(end, now);
    return true;
  }

  /** A verdict that somebody has made before. */
  public void onVerdict(Verdict verdict) {
    ended.merge(verdict.run(), verdict.how(), RunBook::graver);
    if (isClosed(verdict.run())) {
      open.remove(verdict.run());
    }
  }

  /** A final verdict stands against one of abandonment, whichever was heard of first. */
  private static How graver(How one, How other) {
    return one == How.ABANDONED ? other : one;
  }

  /** Whether some run has all there is to it, so that a look should be taken at once. */
  public boolean hasComplete() {
    return open.values().stream().anyMatch(Account::isComplete);
  }

  /** The runs that are over by what is to be seen; each is said once. */
  public List<Verdict> onSight(Instant now, Sight sight) {
    for (Run run : sight.present()) {
      if (!isEnded(run)) {
        account(run, now).touch(now);
      }
    }
    open.forEach(
        (run, account) -> {
          if (sight.waiting().contains(run)) {
            account.touch(now);
          }
        });
    List<Verdict> verdicts = new ArrayList<>();
    open.forEach(
        (run, account) -> {
          How how = judge(now, run, account, sight);
          if (how != null) {
            verdicts.add(account.verdict(run, how, self, now));
          }
        });
    verdicts.forEach(this::onVerdict);
    return verdicts;
  }

  private @Nullable How judge(Instant now, Run run, Account account, Sight sight) {
    if (account.isComplete()) {
      return How.COMPLETE;
    }
    if (!canNothingCome(now, account, sight)) {
      return null;
    }
    if (account.hasEnd()) {
      return How.INCOMPLETE;
    }
    boolean gone = !sight.present().contains(run) && !now.isBefore(begun.plus(grace));
    return gone && !ended.containsKey(run) ? How.ABANDONED : null;
  }

  private boolean canNothingCome(Instant now, Account account, Sight sight) {
    return sight.isQueueEmpty()
        || (sight.exact() && account.isBegun() && !now.isBefore(account.lastSign().plus(settle)));
  }

  /** The runs of which something has come, and of which there is no verdict. */
  public Set<Run> unjudged() {
    Set<Run> runs = new TreeSet<>();
    open.forEach(
        (run, account) -> {
          if (account.isBegun() && !isEnded(run)) {
            runs.add(run);
          }
        });
    return runs;
  }

  /** Whether there is a verdict over that run, be it one of abandonment. */
  public boolean isEnded(Run run) {
    return ended.containsKey(run);
  }

  /** Whether the verdict over that run is final. */
  public boolean isClosed(Run run) {
    How how = ended.get(run);
    return how != null && how != How.ABANDONED;
  }

  /** What is known to be logged of that run. */
  public Sequences logged(Run run) {
    Account account = open.get(run);
    return account == null ? Sequences.none() : account.logged();
  }

  private Account account(Run run, Instant now) {
    return open.computeIfAbsent(run, key -> new Account(now));
  }
}
