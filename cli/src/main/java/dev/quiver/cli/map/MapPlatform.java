package dev.quiver.cli.map;

import dev.quiver.cli.platform.BrokerStoppedException;
import dev.quiver.cli.platform.EmbeddedPlatform;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.client.Destination;
import dev.quiver.tasks.client.TaskClient;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's tasks are executed: a platform that was there, or one of its own. Closing it
 * disconnects, and ends what is its own.
 */
final class MapPlatform implements AutoCloseable {

  private final TaskClient client;
  private final Destination to;
  private final Outages outages;
  private final @Nullable EmbeddedPlatform own;
  private final Path scratch;

  /**
   * @param to the way its tasks go
   * @param outages hears when the client's connection breaks
   * @param own the platform of this run alone; null if others use it as well
   * @param scratch where waiting results may lie
   */
  MapPlatform(
      TaskClient client,
      Destination to,
      Outages outages,
      @Nullable EmbeddedPlatform own,
      Path scratch) {
    this.client = client;
    this.to = to;
    this.outages = outages;
    this.own = own;
    this.scratch = scratch;
  }

  TaskPort port() {
    return task -> {
      var outcome = client.start(task, to).outcome();
      EmbeddedPlatform mine = own;
      if (mine != null) {
        // Nothing depends on it: the outcome itself goes to whoever asked.
        var unused = outcome.thenRun(mine::progressed);
      }
      return outcome;
    };
  }

  /**
   * How many tasks may be worked on at a time as far as this process has a say: on a platform of
   * its own the workers' slots decide.
   */
  int atATime(@Nullable Integer asked) {
    return own != null || asked == null ? Integer.MAX_VALUE / 2 : asked;
  }

  /** Where waiting results may lie. */
  Path scratch() {
    return scratch;
  }

  void onBroken(Consumer<String> listener) {
    if (own != null) {
      own.onBroken(listener);
    }
  }

  void onBrokerStopped(Consumer<BrokerStoppedException> listener) {
    if (own != null) {
      own.onBrokerStopped(listener);
    }
  }

  /** Whom to tell, by true, that the broker is away, and by false that it is back. */
  void onOutage(Consumer<Boolean> listener) {
    outages.tell(listener);
  }

  /** Whom to tell that the broker lets the user in no more. */
  void onShutOut(Consumer<LoginRefusedException> listener) {
    outages.tellEnd(listener);
  }

  void onReplaced(Consumer<Long> listener) {
    if (own != null) {
      own.onReplaced(listener);
    }
  }

  /**
   * Sees to it that nobody begins what is left; on a platform of its own that ends anyway.
   *
   * @throws QuiverMessagingException if the broker could not be told
   */
  void cancel(BatchId batch) {
    if (own == null) {
      client.cancel(batch);
    }
  }

  @Override
  public void close() {
    // The workers first: the client takes its inbox with it, and the broker complains of outcomes
    // that come after that. The client before the broker, for which it would wait to come back.
    try {
      if (own != null) {
        own.stopWorkers();
      }
      client.close();
    } finally {
      if (own != null) {
        own.close();
      }
    }
  }
}
