package dev.quiver.dht.core;

import dev.quiver.dht.ChordConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When the next round of stabilisation is due. */
final class Rounds {

  private final ChordConfig config;
  private final Outbox out;
  private final RandomGenerator random;
  private boolean early;
  private Instant due = Instant.MAX;
  private long count;

  Rounds(ChordConfig config, Outbox out, RandomGenerator random) {
    this.config = config;
    this.out = out;
    this.random = random;
  }

  /** The timer is over: a round begins, and the next one is due in turn. */
  void begin() {
    count += early ? 0 : 1;
    next();
  }

  /** In turn. */
  void next() {
    early = false;
    long span = config.stabilizeMax().minus(config.stabilizeMin()).toNanos();
    after(config.stabilizeMin().plusNanos(span <= 0 ? 0 : random.nextLong(span)));
  }

  /** A round much earlier than in turn: something is known to be out of order. */
  void soon() {
    early = true;
    after(Duration.ofNanos(1 + random.nextLong(Math.max(1, config.stabilizeMin().toNanos() / 8))));
  }

  private void after(Duration time) {
    due = out.now().plus(time);
    out.timer(Ring.TIMER, time);
  }

  void stop() {
    due = Instant.MAX;
    out.cancel(Ring.TIMER);
  }

  /** When the next round is due; {@link Instant#MAX} while there is none. */
  Instant due() {
    return due;
  }

  /** How long who is busy is left in peace. */
  Duration pause() {
    return config.stabilizeMin().dividedBy(8);
  }

  /**
   * How often it was its turn, also if it was still busy with what it had begun before. Rounds
   * brought forward are not among them, so that they tell the time.
   */
  long count() {
    return count;
  }
}
