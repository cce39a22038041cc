package dev.quiver.broker.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.jspecify.annotations.Nullable;

/**
 * How many delayed messages of clients there are, whose, and how much memory they take: counted
 * over the queues now and then, and in between every new one is added, those of a transaction as
 * promised until it ends. What is on disk cannot be counted: while something is, no user's sum gets
 * less. So it may say too much for some time; too little only by what comes while it is counted.
 */
final class Delayed {

  /** What there is. */
  record Amount(long messages, long bytes) {
    static final Amount NONE = new Amount(0, 0);

    Amount plus(Amount other) {
      return new Amount(messages + other.messages, bytes + other.bytes);
    }

    /** Null if nothing is left. */
    private @Nullable Amount minus(Amount other) {
      return messages > other.messages
          ? new Amount(messages - other.messages, bytes - other.bytes)
          : null;
    }

    private Amount max(Amount other) {
      return new Amount(Math.max(messages, other.messages), Math.max(bytes, other.bytes));
    }

    private boolean isWithin(Amount most) {
      return messages <= most.messages && bytes <= most.bytes;
    }
  }

  private final Amount most;
  private final Amount mostOfOne;
  private final Map<String, Amount> byUser = new ConcurrentHashMap<>();

  /** What open transactions will bring. */
  private final Map<String, Amount> promised = new ConcurrentHashMap<>();

  /** Whose delayed messages are retries of what was accepted; they take nobody's room. */
  private final Set<String> exempt = ConcurrentHashMap.newKeySet();

  /**
   * Nothing yet.
   *
   * @param most how much all may add up to; one user may have half of it
   */
  Delayed(Amount most) {
    this.most = most;
    this.mostOfOne = new Amount((most.messages + 1) / 2, (most.bytes + 1) / 2);
  }

  /** Whether there is room for one more of that size. */
  boolean hasRoom(String user, long bytes) {
    Amount one = new Amount(1, bytes);
    Amount own =
        byUser
            .getOrDefault(user, Amount.NONE)
            .plus(promised.getOrDefault(user, Amount.NONE))
            .plus(one);
    return own.isWithin(mostOfOne) && total(byUser).plus(total(promised)).plus(one).isWithin(most);
  }

  /** One more has come; one of a transaction stays if that is committed. */
  void add(String user, long bytes, @Nullable Transaction tx) {
    Amount one = new Amount(1, bytes);
    if (tx == null) {
      byUser.merge(user, one, Amount::plus);
      return;
    }
    promised.merge(user, one, Amount::plus);
    tx.addOperation(
        new TransactionOperationAbstract() {
          @Override
          public void afterCommit(Transaction ended) {
            byUser.merge(user, one, Amount::plus);
            promised.computeIfPresent(user, (name, sum) -> sum.minus(one));
          }

          @Override
          public void afterRollback(Transaction ended) {
            promised.computeIfPresent(user, (name, sum) -> sum.minus(one));
          }
        });
  }

  /** That user's delayed messages are retries. */
  void exempt(String user) {
    exempt.add(user);
  }

  /**
   * What the queues have in memory.
   *
   * @param all whether that is all that waits
   */
  void counted(Map<String, Amount> amounts, boolean all) {
    Map<String, Amount> there = new HashMap<>(amounts);
    there.keySet().removeAll(exempt);
    if (all) {
      byUser.keySet().retainAll(there.keySet());
      byUser.putAll(there);
    } else {
      there.forEach((user, amount) -> byUser.merge(user, amount, Amount::max));
    }
  }

  Amount most() {
    return most;
  }

  private static Amount total(Map<String, Amount> amounts) {
    Amount total = Amount.NONE;
    for (Amount each : amounts.values()) {
      total = total.plus(each);
    }
    return total;
  }
}
