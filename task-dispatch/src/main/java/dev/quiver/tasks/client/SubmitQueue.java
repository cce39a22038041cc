package dev.quiver.tasks.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent, in order; short, so that payloads that wait do not fill the memory. The
 * client's own threads never wait here, because they are the ones that make room.
 */
final class SubmitQueue {

  private final BlockingQueue<Pending> queue;
  private final Queue<Pending> overflow = new ConcurrentLinkedQueue<>();
  private final int maxBatch;

  SubmitQueue(int maxBatch) {
    this.queue = new ArrayBlockingQueue<>(2 * maxBatch);
    this.maxBatch = maxBatch;
  }

  void add(Pending pending, boolean wait) throws InterruptedException {
    if (wait) {
      queue.put(pending);
    } else if (!queue.offer(pending)) {
      overflow.add(pending);
    }
  }

  /**
   * What waits, at most a batch; waits for the first. Nothing comes together with a streamed
   * payload: if that fails half-way, it alone is to be sent again.
   */
  List<Pending> take(long timeoutMs) throws InterruptedException {
    Pending first = overflow.poll();
    if (first == null) {
      first = queue.poll(timeoutMs, TimeUnit.MILLISECONDS);
    }
    if (first == null) {
      return List.of();
    }
    List<Pending> batch = new ArrayList<>();
    batch.add(first);
    for (Pending next = overflow.poll(); next != null; next = overflow.poll()) {
      batch.add(next);
    }
    queue.drainTo(batch, Math.max(0, maxBatch - batch.size()));
    return batch;
  }

  boolean isEmpty() {
    return queue.isEmpty() && overflow.isEmpty();
  }

  @Nullable Pending poll() {
    Pending next = overflow.poll();
    return next == null ? queue.poll() : next;
  }
}
