package dev.quiver.cli.up;

import dev.quiver.cli.platform.Backoff;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells which processes of a fleet end before their time, and starts them again if that is wanted:
 * at once, and the more patiently the sooner they end again.
 */
public final class FleetKeeper implements AutoCloseable {

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

    /** It could not be started again, and that is tried again; said once until it succeeds. */
    default void failed(RoleProcess process, IOException why) {}
  }

  private final boolean supervise;
  private final Listener listener;
  private final Map<RoleProcess, Backoff> pauses = new HashMap<>();

  /** Those that could not be started again the last time. */
  private final Set<RoleProcess> failing = new HashSet<>();

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
    later(() -> startAgain(member), backoff(member).pauseAfterEnd(System.nanoTime()));
  }

  private void startAgain(RoleProcess member) {
    if (closed) {
      return;
    }
    try {
      member.start();
    } catch (IOException e) {
      if (failing.add(member)) {
        listener.failed(member, e);
      }
      later(() -> startAgain(member), backoff(member).pauseAfterEnd(System.nanoTime()));
      return;
    }
    failing.remove(member);
    watch(member);
    listener.restarted(member);
  }

  private Backoff backoff(RoleProcess member) {
    return pauses.computeIfAbsent(member, each -> new Backoff());
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
