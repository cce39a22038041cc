package dev.quiver.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One member of a group that is measured from outside, whatever carries its messages. A line {@code
 * prepare MESSAGES} is answered {@code prepared}; a line {@code run MESSAGES SIZE PAUSE_MS THREADS}
 * with the nanoseconds from the first send to the last delivery, and those of the median and the
 * 99th percentile from a send to its delivery: the clock of the machine is one for all processes.
 */
final class FanOutMember {

  /** What carries the messages. */
  interface Medium {
    void send(byte[] message) throws Exception;
  }

  private static final int HEAD_BYTES = 12;
  private static final long GIVE_UP_SECONDS = 120;

  private final int self;
  private final int members;
  private final Semaphore underWay;
  private final int mostUnderWay;
  private CountDownLatch missing = new CountDownLatch(0);
  private long[] latencies = new long[0];
  private int received;

  /**
   * @param mostUnderWay how many own messages may be under way; whoever sends faster waits
   */
  FanOutMember(int self, int members, int mostUnderWay) {
    this.self = self;
    this.members = members;
    this.mostUnderWay = mostUnderWay;
    this.underWay = new Semaphore(mostUnderWay);
  }

  /** Answers until the standard input ends. */
  void answer(Medium medium) throws IOException {
    try (BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready");
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("prepare")) {
          prepare(Integer.parseInt(words[1]));
          System.out.println("prepared");
        } else {
          System.out.println(
              run(
                  medium,
                  Integer.parseInt(words[1]),
                  Integer.parseInt(words[2]),
                  Integer.parseInt(words[3]),
                  Integer.parseInt(words[4])));
        }
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void prepare(int messages) {
    underWay.drainPermits();
    underWay.release(mostUnderWay);
    latencies = new long[messages * members];
    received = 0;
    missing = new CountDownLatch(messages * members);
  }

  private String run(Medium medium, int messages, int size, int pauseMs, int threads)
      throws InterruptedException, ExecutionException {
    ExecutorService senders = Executors.newFixedThreadPool(threads);
    long begun = System.nanoTime();
    try {
      Future<?>[] sent = new Future<?>[threads];
      for (int thread = 0; thread < threads; thread++) {
        int share = messages / threads + (thread < messages % threads ? 1 : 0);
        sent[thread] = senders.submit(() -> send(medium, share, size, pauseMs));
      }
      for (Future<?> each : sent) {
        each.get();
      }
    } finally {
      senders.shutdown();
    }
    if (!missing().await(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          missing().getCount() + " messages have not arrived within " + GIVE_UP_SECONDS + " s");
    }
    long took = System.nanoTime() - begun;
    return took + " " + percentiles();
  }

  private @org.jspecify.annotations.Nullable Void send(
      Medium medium, int messages, int size, int pauseMs) throws Exception {
    for (int i = 0; i < messages; i++) {
      if (pauseMs > 0) {
        Thread.sleep(pauseMs);
      }
      underWay.acquire();
      byte[] message = new byte[size];
      ByteBuffer.wrap(message).putInt(self).putLong(System.nanoTime());
      medium.send(message);
    }
    return null;
  }

  private synchronized CountDownLatch missing() {
    return missing;
  }

  private synchronized String percentiles() {
    Arrays.sort(latencies);
    return latencies[latencies.length / 2]
        + " "
        + latencies[Math.max(0, (int) Math.ceil(0.99 * latencies.length) - 1)];
  }

  /** A message has come, by any thread. */
  void received(ByteBuffer message) {
    if (message.remaining() < HEAD_BYTES) {
      return;
    }
    int sender = message.getInt();
    long took = System.nanoTime() - message.getLong();
    synchronized (this) {
      if (received < latencies.length) {
        latencies[received++] = took;
        missing.countDown();
      }
    }
    if (sender == self) {
      underWay.release();
    }
  }
}
