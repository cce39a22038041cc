package dev.quiver.tasks.handler;

/** Ends an attempt that was told to end; the worker knows why and answers for it. */
public class TaskCancelledException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TaskCancelledException() {
    super("the attempt was told to end");
  }
}
