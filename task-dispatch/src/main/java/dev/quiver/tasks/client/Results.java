package dev.quiver.tasks.client;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Failures;
import dev.quiver.tasks.Outcome;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.wire.OutcomeCodec;
import dev.quiver.tasks.wire.Spool;
import dev.quiver.tasks.wire.WireProperties;
import dev.quiver.tasks.wire.WireType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcomes that wait in a client's results. They are looked at and left there; each stays until
 * its retention is over, which whoever ended the task has set, or until a client takes it.
 */
public final class Results {

  private static final Logger LOG = LoggerFactory.getLogger(Results.class);
  private static final int WINDOW_BYTES = 256 * 1024;

  private final BrokerConnection connection;
  private final SimpleString queue;
  private final Spool spool;

  Results(BrokerConnection connection, SimpleString queue, Spool spool) {
    this.connection = connection;
    this.queue = queue;
    this.spool = spool;
  }

  /**
   * The results of that client id of the connection's user, for a process that only wants to look.
   *
   * @param connection one for consuming
   */
  public static Results of(BrokerConnection connection, String clientId, Spool spool) {
    String user = connection.settings().requiredUser();
    String queue = connection.settings().addresses().taskResults(user, clientId);
    return new Results(connection, SimpleString.of(queue), spool);
  }

  /**
   * Whether there is anything under that name: a client with nothing outstanding leaves nothing.
   */
  public boolean isThere() {
    try (ClientSession session = connection.autoCommitSession()) {
      return session.queueQuery(queue).isExists();
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /**
   * Makes the place where outcomes wait, if it is not there, for tasks that somebody else submits:
   * an outcome without one is thrown away. It goes like any other: eight days after it was last
   * used if nothing waits in it, or with the last client of that name that leaves it empty.
   */
  public void makeRoom() {
    try (ClientSession session = connection.autoCommitSession()) {
      new InboxQueue(queue.toString()).ensure(session);
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }

  /**
   * The oldest outcomes, in the order in which they came. Long results are not fetched: use {@link
   * #of(TaskId)} for one.
   *
   * @param most how many at most
   */
  public List<Outcome> list(int most) {
    return browse(null, any -> true, most, false);
  }

  /** The last outcome of that task, with its result however long it is. */
  public Optional<Outcome> of(TaskId task) {
    // An id has no character that means something in a selector.
    String selector =
        WireProperties.TASK_ID
            + " = '"
            + task.value()
            + "' OR "
            + MessageUtil.TYPE_HEADER_NAME
            + " = '"
            + WireType.OUTCOMES.jmsType()
            + "'";
    List<Outcome> found =
        browse(
            SimpleString.of(selector),
            outcome -> outcome.facts().taskId().equals(task),
            Integer.MAX_VALUE,
            true);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
  }

  private List<Outcome> browse(
      @Nullable SimpleString selector, Predicate<Outcome> wanted, int most, boolean whole) {
    List<Outcome> found = new ArrayList<>();
    try (ClientSession session = connection.autoCommitSession()) {
      if (!session.queueQuery(queue).isExists()) {
        return found;
      }
      OutcomeCodec codec = new OutcomeCodec(spool);
      ClientConsumer browser = session.createConsumer(queue, selector, WINDOW_BYTES, -1, true);
      session.start();
      while (found.size() < most) {
        ClientMessage message = browser.receiveImmediate();
        if (message == null) {
          return found;
        }
        if (WireType.of(message) != WireType.PROGRESS) {
          outcomes(codec, message, whole).stream().filter(wanted).forEach(found::add);
        }
      }
      // The last message may have brought more than one.
      return found.subList(0, most);
    } catch (ActiveMQException | IOException e) {
      throw Failures.translate(e);
    }
  }

  private static List<Outcome> outcomes(OutcomeCodec codec, ClientMessage message, boolean whole)
      throws IOException {
    try {
      return whole ? codec.readAll(message) : codec.peekAll(message);
    } catch (RejectedMessageException e) {
      // Whoever takes the results counts it; here it is only not shown.
      LOG.debug("a result cannot be read: {}", e.getMessage());
      return List.of();
    }
  }
}
