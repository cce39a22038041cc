package dev.quiver.broker.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many delayed messages there are, whose, and how much memory they take: counted over the
 * queues now and then, and in between every new one is added. So it may say too much for a moment;
 * too little only by those that are just being sent.
 */
final class Delayed {

  /** What there is. */
  record Amount(long messages, long bytes) {
    static final Amount NONE = new Amount(0, 0);

    Amount plus(Amount other) {
      return new Amount(messages + other.messages, bytes + other.bytes);
    }

    private boolean isWithin(Amount most) {
      return messages <= most.messages && bytes <= most.bytes;
    }
  }

  private final Amount most;
  private final Amount mostOfOne;
  private final Map<String, Amount> byUser = new ConcurrentHashMap<>();

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
    return byUser.getOrDefault(user, Amount.NONE).plus(one).isWithin(mostOfOne)
        && total().plus(one).isWithin(most);
  }

  /** One more has come. */
  void add(String user, long bytes) {
    byUser.merge(user, new Amount(1, bytes), Amount::plus);
  }

  void counted(Map<String, Amount> amounts) {
    byUser.keySet().retainAll(amounts.keySet());
    byUser.putAll(amounts);
  }

  Amount most() {
    return most;
  }

  private Amount total() {
    Amount total = Amount.NONE;
    for (Amount each : byUser.values()) {
      total = total.plus(each);
    }
    return total;
  }
}
