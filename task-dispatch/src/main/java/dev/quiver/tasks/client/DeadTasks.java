package dev.quiver.tasks.client;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.Use;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.wire.DeadTask;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks whose attempts all failed: look at them, give them another life, or discard them. For
 * admins. A task that is given another life leaves the dead and enters its queue in one
 * transaction, so it is never in both or in neither.
 */
public final class DeadTasks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeadTasks.class);

  /** So many are requeued in one transaction. */
  private static final int BATCH = 100;

  private static final int WINDOW_BYTES = 256 * 1024;

  private final Connections connections;
  private final BrokerConnection connection;
  private final Addresses addresses;
  private final SimpleString queue;
  private final TaskCodec codec;

  /**
   * What became of a selection.
   *
   * @param done the tasks it was done to
   * @param left how many were left where they are because they cannot be read
   */
  public record Report(List<TaskId> done, int left) {
    public Report {
      done = List.copyOf(done);
    }
  }

  private DeadTasks(Connections connections, Spool spool) {
    this.connections = connections;
    this.connection = connections.connect(Use.CONSUME);
    this.addresses = connections.settings().addresses();
    this.queue = SimpleString.of(addresses.taskDead());
    this.codec = new TaskCodec(addresses, spool);
  }

  /** Connects as a user who may consume the dead tasks and submit: an admin. */
  public static DeadTasks connect(ConnectionSettings settings, Spool spool) {
    Connections connections = Connections.to(settings);
    try {
      return new DeadTasks(connections, spool);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /** The oldest of them, without fetching streamed payloads. */
  public List<DeadTask> list(DeadSelection selection, int most) {
    List<DeadTask> found = new ArrayList<>();
    try (ClientSession session = connection.autoCommitSession()) {
      ClientConsumer browser =
          session.createConsumer(queue, selection.selector(), WINDOW_BYTES, -1, true);
      session.start();
      while (found.size() < most) {
        ClientMessage message = browser.receiveImmediate();
        if (message == null) {
          return found;
        }
        try {
          found.add(codec.peekDead(message));
        } catch (RejectedMessageException e) {
          LOG.debug("a dead task cannot be read: {}", e.getMessage());
        }
      }
      return found;
    } catch (ActiveMQException | IOException e) {
      throw Failures.translate(e);
    }
  }

  /**
   * Gives them another life: the generation is one more, the attempts count from 1 again, and they
   * return to where they were sent, the pool of their type or the worker they were addressed to.
   *
   * @throws UnknownTypeException if that pool is gone; what was requeued before stays so
   */
  public Report requeue(DeadSelection selection) {
    return each(selection, this::sendAgain);
  }

  /** Removes them for good. Their outcome, dead, was sent when they were buried. */
  public Report discard(DeadSelection selection) {
    return each(selection, (session, dead) -> {});
  }

  private interface Step {
    void take(ClientSession session, DeadTask dead) throws ActiveMQException;
  }

  /** Messages that cannot be read are not acknowledged, and so stay. */
  private Report each(DeadSelection selection, Step step) {
    List<TaskId> done = new ArrayList<>();
    int left = 0;
    try (ClientSession session = connection.transactedSession()) {
      ClientConsumer consumer =
          session.createConsumer(queue, selection.selector(), WINDOW_BYTES, -1, false);
      session.start();
      List<TaskId> open = new ArrayList<>();
      for (ClientMessage message = consumer.receiveImmediate();
          message != null;
          message = consumer.receiveImmediate()) {
        try {
          DeadTask dead = codec.readDead(message);
          step.take(session, dead);
          message.individualAcknowledge();
          open.add(dead.task().id());
          Spool.release(dead.task().payload());
        } catch (RejectedMessageException e) {
          left++;
        }
        if (open.size() >= BATCH) {
          session.commit();
          done.addAll(open);
          open.clear();
        }
      }
      session.commit();
      done.addAll(open);
      return new Report(done, left);
    } catch (ActiveMQException | IOException e) {
      throw Failures.translate(e);
    }
  }

  private void sendAgain(ClientSession session, DeadTask dead) throws ActiveMQException {
    Task task = dead.task();
    Destination destination =
        dead.addressee() == null ? Destination.pool() : Destination.worker(dead.addressee());
    String address =
        dead.envelope().epoch() == null
            ? destination.address(addresses, task)
            : addresses.taskSubmit(task.type().name(), task.taskClass().label());
    SimpleString name = SimpleString.of(address);
    if (!session.addressQuery(name).isExists()) {
      throw destination.missing(task);
    }
    ClientMessage message =
        codec.hop(session::createMessage, task, dead.envelope().requeued(), null);
    try (ClientProducer producer = session.createProducer(name)) {
      producer.send(message);
    } finally {
      closeBody(message, task.payload());
    }
  }

  private static void closeBody(ClientMessage message, Payload payload) {
    if (payload instanceof Payload.Streamed && message.getBodyInputStream() != null) {
      try {
        message.getBodyInputStream().close();
      } catch (IOException e) {
        throw Failures.translate(e);
      }
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
