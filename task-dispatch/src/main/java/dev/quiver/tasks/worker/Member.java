package dev.quiver.tasks.worker;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;

/** A worker's slots on one broker of a cluster, with a connection of their own. */
final class Member implements Place, BrokerConnection.ChangeListener {

  private final Link link;
  private final BrokerConnection connection;
  private final Attempt.Surroundings surroundings;
  private final List<Slot> slots = new ArrayList<>();
  private final CompletableFuture<QuiverMessagingException> failure = new CompletableFuture<>();
  private volatile @Nullable ProgressSender progress;

  Member(Link link, BrokerConnection connection) {
    this.link = link;
    this.connection = connection;
    this.surroundings = link.surroundings(() -> progress);
  }

  /** Makes the pools where they are not yet, and takes from them. */
  void begin() throws ActiveMQException {
    connection.onChange(this);
    WorkerConfig config = worker().config();
    List<String> pools = worker().pools();
    Queues.make(connection, pools);
    progress = ProgressSender.start(config, connection);
    for (int i = 1; i <= config.concurrency(); i++) {
      slots.add(new Slot(config.id() + "-pool-" + i, this, connection.transactedSession(), pools));
    }
    link.join(slots);
    ExpiredReader.start(this, connection);
  }

  @Override
  public Worker worker() {
    return link.worker();
  }

  @Override
  public CancelBook cancels() {
    return link.cancels();
  }

  @Override
  public AloneGate gate() {
    return link.gate();
  }

  @Override
  public Attempt.Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public @Nullable EventRelay relay() {
    return link.toDesignated();
  }

  @Override
  public void fail(QuiverMessagingException why) {
    failure.complete(why);
  }

  @Override
  public void broken() {
    fail(new ConnectionLostException("the connection to the cluster broke", null));
  }

  @Override
  public void restored() {}

  @Override
  public void lost() {
    fail(new ConnectionLostException("the connection to the cluster is gone", null));
  }

  /** Waits until its connection is of no use any more. */
  QuiverMessagingException awaitFailure() throws InterruptedException {
    try {
      return failure.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Interrupts what runs here, and returns when it has ended, if that does not take long. */
  void end() throws InterruptedException {
    close();
    slots.forEach(Slot::stopNow);
    for (Slot each : slots) {
      each.join(worker().config().interruptGrace().toMillis());
    }
    link.leave(slots);
  }

  /** Closes the connection; what was not committed goes back. */
  void close() {
    ProgressSender sender = progress;
    if (sender != null) {
      sender.close();
    }
    connection.close();
    fail(ConnectionLostException.closedHere());
  }
}
