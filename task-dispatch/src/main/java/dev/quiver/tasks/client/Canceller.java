package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.tasks.BatchId;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.wire.CancelCodec;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Leaves tombstones for tasks and batches. Sending one twice does no harm. */
final class Canceller {

  private final BrokerConnection connection;
  private final String address;
  private final String user;
  private final Duration life;
  private final CancelCodec codec = new CancelCodec();

  Canceller(BrokerConnection connection, Duration life) {
    this.connection = connection;
    this.address = connection.settings().addresses().taskCancel();
    this.user = connection.settings().requiredUser();
    this.life = life;
  }

  synchronized void cancel(TaskId task) {
    send(session -> codec.ofTask(session::createMessage, user, task, life));
  }

  synchronized void cancel(BatchId batch) {
    send(session -> codec.ofBatch(session::createMessage, user, batch, life));
  }

  private interface Making {
    ClientMessage from(ClientSession session);
  }

  /** Returns when the tombstone is on the broker's disk. */
  private void send(Making making) {
    try (ClientSession session = connection.transactedSession();
        var producer = session.createProducer(address)) {
      producer.send(making.from(session));
      session.commit();
    } catch (Exception e) {
      throw Failures.translate(e);
    }
  }
}
