package dev.quiver.cli.up;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells which processes of a fleet end before their time, and starts them again if that is wanted:
 * at once, and the more patiently the sooner they end again.
 */
public final class FleetKeeper implements AutoCloseable {

  private static final long LONG_LIFE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long FIRST_PAUSE_MS = 200;
  private static final int MOST_DOUBLINGS = 6;

  /** Hears what happens to processes, unless said otherwise on a thread of the keeper. */
  public interface Listener {

    /** Hears nothing. */
    Listener NONE = new Listener() {};

    /** It wrote a line to its standard output; heard on a thread of its own. */
    default void said(RoleProcess process, String line) {}

    /** It ended, and nobody had asked it to. */
    default void ended(RoleProcess process, long pid, int code) {}

    /** It was started again. */
    default void restarted(RoleProcess process) {}

    /** It could not be started again. */
    default void failed(RoleProcess process, IOException why) {}
  }

  private record Life(int restarts, long sinceNanos) {}

  private final boolean supervise;
  private final Listener listener;
  private final Map<RoleProcess, Life> lives = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "quiver-fleet");
            made.setDaemon(true);
            return made;
          });
  private volatile boolean closed;

  FleetKeeper(boolean supervise, Listener listener) {
    this.supervise = supervise;
    this.listener = listener;
  }

  /** Watches the process that it has now. */
  void watch(RoleProcess member) {
    long pid = member.process().pid();
    var unused =
        member
            .process()
            .ended()
            .thenAccept(ended -> later(() -> onEnded(member, pid, ended.exitValue()), 0));
  }

  private void onEnded(RoleProcess member, long pid, int code) {
    if (closed) {
      return;
    }
    listener.ended(member, pid, code);
    if (!supervise) {
      return;
    }
    long now = System.nanoTime();
    Life life = lives.getOrDefault(member, new Life(0, now - LONG_LIFE_NANOS));
    int restarts = now - life.sinceNanos() >= LONG_LIFE_NANOS ? 0 : life.restarts() + 1;
    long pause = restarts == 0 ? 0 : FIRST_PAUSE_MS << Math.min(restarts, MOST_DOUBLINGS);
    lives.put(member, new Life(restarts, now + TimeUnit.MILLISECONDS.toNanos(pause)));
    later(() -> startAgain(member), pause);
  }

  private void startAgain(RoleProcess member) {
    if (closed) {
      return;
    }
    try {
      member.start();
      watch(member);
      listener.restarted(member);
    } catch (IOException e) {
      listener.failed(member, e);
    }
  }

  private void later(Runnable work, long millis) {
    try {
      var unused = thread.schedule(work, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      // It ends because it was asked to.
    }
  }

  /** Watches no more; returns when nothing is being started. */
  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
    try {
      boolean unused = thread.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
