package dev.quiver.tasks.client;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.AddressFullException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.DiskFullException;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.Task;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.TaskCodec;
import dev.quiver.tasks.wire.TooLongException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends tasks in transactions, one after the other, with a producer kept for each destination.
 * Belongs to one thread. What fails is translated.
 */
final class SubmitSession implements Submitter.Wire, AutoCloseable {

  /** Workers come and go; so many producers are kept. */
  private static final int MAX_PRODUCERS = 256;

  private final BrokerConnection connection;
  private final Addresses addresses;
  private final String user;
  private final SimpleString replyTo;
  private final long maxPayloadBytes;
  private final TaskCodec codec;
  private final Map<Object, ClientProducer> producers = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable ClientSession session;

  SubmitSession(BrokerConnection connection, SimpleString replyTo, Spool spool) {
    this.connection = connection;
    this.addresses = connection.settings().addresses();
    this.user = connection.settings().requiredUser();
    this.replyTo = replyTo;
    this.maxPayloadBytes = spool.maxBytes();
    this.codec = new TaskCodec(addresses, spool);
  }

  /** Sends the task in the open transaction. */
  @Override
  public void send(Task task, Destination destination) {
    try {
      ClientSession open = session();
      ClientProducer producer = producer(open, task, destination);
      ClientMessage message = message(open, task);
      try {
        producer.send(message);
      } finally {
        close(message.getBodyInputStream());
      }
    } catch (ActiveMQException e) {
      if (e.getCause() instanceof IOException unreadable) {
        // The broker holds half a message of this session.
        close();
        throw new PayloadUnreadableException(task.id(), unreadable);
      }
      throw translate(e);
    }
  }

  /** An address of tasks pages and is never full: what takes no more is the broker's disk. */
  private static QuiverMessagingException translate(ActiveMQException failure) {
    QuiverMessagingException translated = Failures.translate(failure);
    return translated instanceof AddressFullException full
        ? new DiskFullException("the broker's disk is too full to take tasks", full)
        : translated;
  }

  private ClientMessage message(ClientSession open, Task task) {
    if (task.payload() instanceof Payload.Streamed streamed && streamed.bytes() > maxPayloadBytes) {
      throw new PayloadTooLargeException(
          task.id(),
          maxPayloadBytes,
          "the payload of task "
              + task.id()
              + " has "
              + streamed.bytes()
              + " bytes and at most "
              + maxPayloadBytes
              + " are allowed: split the input",
          null);
    }
    try {
      return codec.submit(open::createMessage, task, user, replyTo);
    } catch (TooLongException e) {
      throw new PayloadTooLargeException(
          task.id(), maxPayloadBytes, "task " + task.id() + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new TaskUnsendableException(task.id(), e);
    } catch (UncheckedIOException e) {
      throw new PayloadUnreadableException(task.id(), e);
    }
  }

  /** Ends the transaction; after this what was sent in it is on the broker's disk. */
  @Override
  public void commit() {
    try {
      session().commit();
    } catch (ActiveMQException e) {
      throw translate(e);
    }
  }

  /** Drops the open transaction. After a failure of any kind the session is as good as new. */
  @Override
  public void rollback() {
    ClientSession open = session;
    if (open == null) {
      return;
    }
    try {
      open.rollback();
    } catch (ActiveMQException | RuntimeException e) {
      // It cannot be used any more: the next send makes another.
      close();
    }
  }

  private ClientSession session() {
    ClientSession open = session;
    if (open == null || open.isClosed()) {
      producers.clear();
      open = connection.transactedSession();
      session = open;
    }
    return open;
  }

  /** Made only where there is a queue: what is sent to an address without one is lost. */
  private ClientProducer producer(ClientSession open, Task task, Destination destination)
      throws ActiveMQException {
    Object key = destination.key(task);
    ClientProducer known = producers.get(key);
    if (known != null && !known.isClosed()) {
      return known;
    }
    SimpleString name = SimpleString.of(destination.address(addresses, task));
    ClientSession.AddressQuery query = open.addressQuery(name);
    if (!query.isExists() || query.getQueueNames().isEmpty()) {
      throw destination.missing(task);
    }
    ClientProducer producer = open.createProducer(name);
    producers.put(key, producer);
    if (producers.size() > MAX_PRODUCERS) {
      Iterator<ClientProducer> eldest = producers.values().iterator();
      eldest.next().close();
      eldest.remove();
    }
    return producer;
  }

  /** Looks anew whether that destination exists before the next send. */
  @Override
  public void forget(Task task, Destination destination) {
    ClientProducer producer = producers.remove(destination.key(task));
    if (producer != null) {
      try {
        producer.close();
      } catch (ActiveMQException e) {
        throw Failures.translate(e);
      }
    }
  }

  private static void close(@Nullable InputStream stream) {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a payload could not be closed", e);
      }
    }
  }

  @Override
  public void close() {
    ClientSession open = session;
    session = null;
    producers.clear();
    if (open != null) {
      try {
        open.close();
      } catch (ActiveMQException e) {
        throw new QuiverMessagingException("the session could not be closed", e);
      }
    }
  }
}
