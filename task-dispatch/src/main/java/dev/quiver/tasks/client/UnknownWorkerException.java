package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.WorkerId;

/** There is no queue of a worker of that name: it was never started, or is gone for good. */
public final class UnknownWorkerException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final transient WorkerId worker;

  public UnknownWorkerException(WorkerId worker) {
    super(
        "there is no worker "
            + worker
            + ": check how it is spelled, start it, or send the task to any worker of its type",
        null);
    this.worker = worker;
  }

  public WorkerId worker() {
    return worker;
  }
}
