package dev.quiver.numbers.consumer;

import dev.quiver.numbers.Parity;
import dev.quiver.numbers.Verdict;
import java.time.Duration;
import java.util.List;

/** What one consumer has counted of its own work. */
final class Tally {

  private int even;
  private int odd;
  private int again;
  private int rejected;
  private long firstAt;
  private long lastAt;

  /** A line was written. */
  void onLogged(Parity parity) {
    long now = System.nanoTime();
    if (logged() == 0) {
      firstAt = now;
    }
    lastAt = now;
    if (parity == Parity.EVEN) {
      even++;
    } else {
      odd++;
    }
  }

  /** A number came that has its line already. */
  void onAgain() {
    again++;
  }

  /** Something came that is no number. */
  void onRejected() {
    rejected++;
  }

  int logged() {
    return even + odd;
  }

  ConsumerSummary summary(String id, List<Verdict> runs, boolean stopped) {
    Duration took = Duration.ofNanos(lastAt - firstAt);
    return new ConsumerSummary(id, even, odd, again, rejected, took, runs, stopped);
  }
}
