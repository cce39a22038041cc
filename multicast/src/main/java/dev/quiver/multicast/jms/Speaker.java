package dev.quiver.multicast.jms;

import dev.quiver.multicast.PeerMessage.Say;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says a peer's own messages, with a random wait before each, then its stop marker; begins when
 * everybody is ready. Whoever sends faster than it delivers waits.
 */
final class Speaker implements AutoCloseable {

  /** How many own messages may be under way. */
  private static final int UNDER_WAY = 200;

  /** How many characters the messages of all peers together may have that are under way. */
  private static final int CHARS_UNDER_WAY = 32 * 1024 * 1024;

  private final RoundConfig round;
  private final int self;
  private final Consumer<Say> core;
  private final Consumer<RuntimeException> failed;
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Semaphore underWay;
  private final Thread thread;

  /**
   * @param core hears each message when its time has come
   * @param failed hears that nobody has let the peer in
   */
  Speaker(RoundConfig round, int self, Consumer<Say> core, Consumer<RuntimeException> failed) {
    this.round = round;
    this.self = self;
    this.core = core;
    this.failed = failed;
    this.underWay = new Semaphore(underWay(round));
    this.thread = new Thread(this::sayAll, "sender-" + round.group() + "-" + self);
    thread.setDaemon(true);
  }

  /**
   * How many messages of each peer may be under way, so that what all have under way is bounded.
   */
  static int underWay(RoundConfig round) {
    int most = CHARS_UNDER_WAY / round.size() / round.members().size();
    return Math.max(1, Math.min(UNDER_WAY, most));
  }

  void start() {
    thread.start();
  }

  /** Everybody is ready. */
  void opened() {
    opened.countDown();
  }

  /** One of its own is delivered. */
  void delivered() {
    underWay.release();
  }

  private void sayAll() {
    SplittableRandom random = new SplittableRandom(round.seed() + self);
    try {
      if (round.members().contains(self)) {
        opened.await();
      } else if (!opened.await(joinPatience().toMillis(), TimeUnit.MILLISECONDS)) {
        failed.accept(new NobodyToJoinException(round.group(), joinPatience()));
        return;
      }
      for (int message = 1; message <= round.messages(); message++) {
        pause(random);
        underWay.acquire();
        core.accept(new Say(false, body(message)));
      }
      core.accept(new Say(true, ""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A view without somebody who has just died can come first. */
  private Duration joinPatience() {
    return round.startWait().plus(Watch.PRESENCE);
  }

  private void pause(SplittableRandom random) throws InterruptedException {
    long shortest = round.minDelay().toMillis();
    long longest = round.maxDelay().toMillis();
    long wait = shortest + (longest > shortest ? random.nextLong(longest - shortest + 1) : 0);
    if (wait > 0) {
      Thread.sleep(wait);
    }
  }

  private String body(int message) {
    String words = self + "." + message;
    return words.length() >= round.size()
        ? words.substring(0, round.size())
        : words + " ".repeat(round.size() - words.length());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
