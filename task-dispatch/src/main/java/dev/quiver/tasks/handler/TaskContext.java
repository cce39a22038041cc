package dev.quiver.tasks.handler;

import dev.quiver.tasks.TaskId;
import java.io.IOException;

/** What a handler may know and say about the attempt it executes. Usable from any thread. */
public interface TaskContext {

  /** The task; the same at every attempt, so that effects can be made idempotent by it. */
  TaskId taskId();

  /** Which attempt this is, from 1. */
  int attempt();

  /**
   * Tells whoever waits how far this attempt is. May be called as often as one likes: what comes
   * too fast is left out, the newest is kept.
   *
   * @param fraction from 0 to 1; what lies outside is cut off
   * @param note a few words for people, may be empty
   */
  void progress(double fraction, String note);

  /** Whether this attempt is to end: cancelled, over its time limit, or its worker is stopping. */
  boolean cancelled();

  /**
   * Ends the attempt if it is to end; a loop calls this now and then.
   *
   * @throws TaskCancelledException if {@link #cancelled()}
   */
  default void checkCancelled() {
    if (cancelled()) {
      throw new TaskCancelledException();
    }
  }

  /**
   * Where to write a result that may be long, so that it is never in memory whole. What was written
   * lives until the outcome was sent; the handler closes it and returns {@link Spool#payload()}.
   *
   * @throws IOException if there is no room for it
   */
  Spool spool() throws IOException;
}
