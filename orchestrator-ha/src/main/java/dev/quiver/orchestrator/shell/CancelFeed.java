package dev.quiver.orchestrator.shell;

import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.batch.ExplicitQueues;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.codec.Rejections;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.orchestrator.Event;
import dev.quiver.tasks.wire.Cancel;
import dev.quiver.tasks.wire.CancelCodec;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of cancels: subscribes first, then reads those that are kept, so that none is missed. */
final class CancelFeed {

  private static final Logger LOG = LoggerFactory.getLogger(CancelFeed.class);

  private final Consumer<Event> learned;
  private final Rejections rejections;
  private final CancelCodec codec = new CancelCodec();

  private CancelFeed(Consumer<Event> learned, Rejections rejections) {
    this.learned = learned;
    this.rejections = rejections;
  }

  /**
   * Begins to listen; what is kept has been told of when this returns. {@code name} names the
   * subscription; it begins with the user.
   */
  static void listen(
      BrokerConnection connection, String name, Consumer<Event> learned, Rejections rejections)
      throws ActiveMQException {
    Addresses addresses = connection.settings().addresses();
    ClientSession session = connection.preAcknowledgedSession();
    new ExplicitQueues(session).temporarySubscription(addresses.taskCancel(), name);
    CancelFeed live = new CancelFeed(learned, rejections);
    session.createConsumer(SimpleString.of(name)).setMessageHandler(live::tell);
    session.start();
    CancelFeed kept = new CancelFeed(learned, rejections);
    SimpleString tombstones = SimpleString.of(addresses.taskCancelTombstones());
    try (ClientSession browsing = connection.autoCommitSession();
        ClientConsumer browser = browsing.createConsumer(tombstones, null, true)) {
      browsing.start();
      for (ClientMessage message = browser.receiveImmediate();
          message != null;
          message = browser.receiveImmediate()) {
        kept.tell(message);
      }
    }
  }

  private void tell(ClientMessage message) {
    try {
      Cancel cancel = codec.read(message);
      long expires = message.getExpiration();
      learned.accept(
          new Event.CancelSeen(
              cancel.user(),
              cancel.admin(),
              cancel instanceof Cancel.OfTask one ? one.task() : null,
              cancel instanceof Cancel.OfBatch all ? all.batch() : null,
              expires > 0 ? Instant.ofEpochMilli(expires) : Instant.MAX));
    } catch (RejectedMessageException e) {
      rejections.count(e, String.valueOf(message.getValidatedUserID()));
    } catch (IOException e) {
      LOG.warn("a cancel could not be received: {}", e.getMessage());
    }
  }
}
