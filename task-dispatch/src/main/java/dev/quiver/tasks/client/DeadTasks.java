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
import dev.quiver.tasks.wire.DeadLetter;
import dev.quiver.tasks.wire.DeadTask;
import dev.quiver.tasks.wire.RejectedMessages;
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

/**
 * The tasks whose attempts all failed, and messages that are no task: look at them, give them
 * another life, or discard them. For admins. A task that is given another life leaves the dead and
 * enters its queue in one transaction, so it is never in both or in neither.
 */
public final class DeadTasks implements AutoCloseable {

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
   * @param rejected how many messages that are no task were discarded with them
   * @param left how many were left where they are because they cannot be read
   */
  public record Report(List<TaskId> done, int rejected, int left) {
    public Report {
      done = List.copyOf(done);
    }

    /** Whether there was nothing to do it to. */
    public boolean isEmpty() {
      return done.isEmpty() && rejected == 0;
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

  /**
   * The oldest of them, without fetching streamed payloads; also what was put there because it is
   * no task.
   */
  public List<DeadLetter> list(DeadSelection selection, int most) {
    List<DeadLetter> found = new ArrayList<>();
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
          found.add(RejectedMessages.read(message, String.valueOf(e.getMessage())));
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

  /**
   * Removes them for good, also what is no task. The outcome of those that are tasks, dead, was
   * sent when they were buried.
   */
  public Report discard(DeadSelection selection) {
    return each(selection, this::drop);
  }

  /** Takes one out of the dead, or leaves it there by not acknowledging it. */
  private interface Step {
    void take(ClientSession session, ClientMessage message, Tally tally)
        throws ActiveMQException, IOException;
  }

  /** What is done, and what in the open transaction. */
  private static final class Tally {
    private final List<TaskId> done = new ArrayList<>();
    private final List<TaskId> open = new ArrayList<>();
    private int rejected;
    private int openRejected;
    private int left;

    boolean isFull() {
      return open.size() + openRejected >= BATCH;
    }

    void committed() {
      done.addAll(open);
      open.clear();
      rejected += openRejected;
      openRejected = 0;
    }
  }

  private Report each(DeadSelection selection, Step step) {
    Tally tally = new Tally();
    try (ClientSession session = connection.transactedSession()) {
      ClientConsumer consumer =
          session.createConsumer(queue, selection.selector(), WINDOW_BYTES, -1, false);
      session.start();
      for (ClientMessage message = consumer.receiveImmediate();
          message != null;
          message = consumer.receiveImmediate()) {
        step.take(session, message, tally);
        if (tally.isFull()) {
          session.commit();
          tally.committed();
        }
      }
      session.commit();
      tally.committed();
      return new Report(tally.done, tally.rejected, tally.left);
    } catch (ActiveMQException | IOException e) {
      throw Failures.translate(e);
    }
  }

  private void drop(ClientSession session, ClientMessage message, Tally tally)
      throws ActiveMQException, IOException {
    try {
      tally.open.add(codec.peekDead(message).task().id());
    } catch (RejectedMessageException e) {
      tally.openRejected++;
    }
    message.individualAcknowledge();
  }

  private void sendAgain(ClientSession session, ClientMessage message, Tally tally)
      throws ActiveMQException, IOException {
    DeadTask dead;
    try {
      dead = codec.readDead(message);
    } catch (RejectedMessageException e) {
      tally.left++;
      return;
    }
    sendAgain(session, dead);
    message.individualAcknowledge();
    tally.open.add(dead.task().id());
    Spool.release(dead.task().payload());
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
