package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that sends what was submitted: as much at a time as waits. */
final class SubmitThread {

  private static final Logger LOG = LoggerFactory.getLogger(SubmitThread.class);
  private static final long IDLE_MS = 100;

  private final SubmitQueue queue;
  private final Submitter submitter;
  private final SubmitSession session;
  private final InFlight inFlight;
  private final CountDownLatch closing;
  private final Thread thread;

  private volatile boolean stopping;

  SubmitThread(
      String name,
      SubmitQueue queue,
      Submitter submitter,
      SubmitSession session,
      InFlight inFlight,
      CountDownLatch closing) {
    this.queue = queue;
    this.submitter = submitter;
    this.session = session;
    this.inFlight = inFlight;
    this.closing = closing;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  private void run() {
    try {
      while (!stopping || !queue.isEmpty()) {
        List<Pending> batch = queue.take(IDLE_MS);
        if (!batch.isEmpty()) {
          send(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      for (Pending left = queue.poll(); left != null; left = queue.poll()) {
        inFlight.refused(left, new ClientClosedException("task " + left.id() + " was not sent"));
      }
      session.close();
    }
  }

  private void send(List<Pending> batch) {
    int from = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (isStreamed(batch.get(i))) {
        submit(batch.subList(from, i));
        submit(batch.subList(i, i + 1));
        from = i + 1;
      }
    }
    submit(batch.subList(from, batch.size()));
  }

  private void submit(List<Pending> part) {
    if (part.isEmpty()) {
      return;
    }
    try {
      submitter.submit(part);
    } catch (RuntimeException e) {
      // A listener that throws, or an error of ours: the next batch must still go out.
      LOG.error("submitting {} tasks failed", part.size(), e);
      session.rollback();
      for (Pending each : part) {
        inFlight.refused(
            each,
            new QuiverMessagingException("task " + each.id() + " could not be sent: " + e, e));
      }
    }
  }

  private static boolean isStreamed(Pending pending) {
    Task task = pending.task();
    return task != null && task.payload() instanceof Payload.Streamed;
  }

  /** Sends what waits, at most for that time, then ends. */
  void stop(long timeoutMs) throws InterruptedException {
    stopping = true;
    if (!isCurrent()) {
      thread.join(Math.max(1, timeoutMs));
      closing.countDown();
      thread.join(TimeUnit.SECONDS.toMillis(1));
      thread.interrupt();
    }
  }
}
