package dev.quiver.messaging.codec;

import dev.quiver.messaging.text.Printable;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/**
 * Counts what one reader rejected, and says so in its log at most once a minute, so that a flood of
 * bad messages is neither silent nor a flood of lines. Safe for many threads.
 */
public final class Rejections {

  private static final long LOG_EVERY_MS = 60_000;

  private final String reader;
  private final Logger log;
  private final Clock clock;
  private final Map<Rejection, LongAdder> counts = new EnumMap<>(Rejection.class);
  private final AtomicLong nextLog = new AtomicLong(Long.MIN_VALUE);
  private final LongAdder sinceLog = new LongAdder();

  /**
   * @param reader who rejects, for the log: such as {@code worker Worker-1234}
   * @param log where it is said
   */
  public Rejections(String reader, Logger log, Clock clock) {
    this.reader = reader;
    this.log = log;
    this.clock = clock;
    for (Rejection reason : Rejection.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  /**
   * Counts one.
   *
   * @param source where it came from: an address, a user
   */
  public void count(RejectedMessageException rejected, String source) {
    adder(rejected.reason()).increment();
    sinceLog.increment();
    long now = clock.millis();
    long next = nextLog.get();
    if (now >= next && nextLog.compareAndSet(next, now + LOG_EVERY_MS)) {
      log.warn(
          "{}: rejected {} message(s), the last from {}: {} ({})",
          reader,
          sinceLog.sumThenReset(),
          Printable.harmless(source),
          rejected.reason(),
          Printable.harmless(String.valueOf(rejected.getMessage())));
    }
  }

  /** How many were rejected for that reason. */
  public long of(Rejection reason) {
    return adder(reason).sum();
  }

  /** How many were rejected. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private LongAdder adder(Rejection reason) {
    LongAdder adder = counts.get(reason);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + reason);
    }
    return adder;
  }
}
