package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.WorkerId;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A worker's waiting for its broker, told to its owner: that it is over only when the worker works
 * again, since a connection alone does not mean that. Of the one thread that connects.
 */
final class Outage implements WaitListener {

  private final Supplier<WorkerId> worker;
  private final WaitListener owner;
  private boolean told;

  Outage(Supplier<WorkerId> worker, WaitListener owner) {
    this.worker = worker;
    this.owner = owner;
  }

  @Override
  public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
    if (!told) {
      told = true;
      Slot.LOG.info("{}: waiting for the broker: {}", worker.get(), why.getMessage());
    }
    owner.waiting(why, attempt, pause);
  }

  @Override
  public void connected() {
    // The link is not open yet.
  }

  /** It works. */
  void over() {
    if (told) {
      told = false;
      Slot.LOG.info("{}: connected again", worker.get());
      owner.connected();
    }
  }
}
