package dev.quiver.numbers.run;

import dev.quiver.numbers.NumbersMessage.Logged;
import dev.quiver.numbers.NumbersMessage.RunEnd;
import dev.quiver.numbers.Run;
import dev.quiver.numbers.Sequences;
import dev.quiver.numbers.Verdict;
import java.time.Instant;

/** What is known of one run. */
final class Account {

  private static final int UNKNOWN = -1;

  private Sequences even = Sequences.none();
  private Sequences odd = Sequences.none();
  private int count = UNKNOWN;
  private Instant lastSign;
  private boolean begun;

  Account(Instant now) {
    this.lastSign = now;
  }

  void add(Logged receipt, Instant now) {
    even = even.plus(receipt.even());
    odd = odd.plus(receipt.odd());
    begun = true;
    lastSign = now;
  }

  void end(RunEnd end, Instant now) {
    count = Math.max(count, end.count());
    begun = true;
    lastSign = now;
  }

  /** Something of the run, or its producer, was seen. */
  void touch(Instant now) {
    lastSign = now;
  }

  /** Whether anything of the run has come; else its producer was seen, no more. */
  boolean isBegun() {
    return begun;
  }

  boolean hasEnd() {
    return count != UNKNOWN;
  }

  boolean isComplete() {
    return hasEnd() && logged().containsAll(Sequences.range(1, count));
  }

  Sequences logged() {
    return even.plus(odd);
  }

  Instant lastSign() {
    return lastSign;
  }

  Verdict verdict(Run run, Verdict.How how, String by, Instant now) {
    int upTo = hasEnd() ? count : logged().last();
    return Verdict.of(run, how, upTo, even, odd, by, now);
  }
}
