package dev.quiver.broker;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the accounts of people from one of a pair to the other, where each has its own files of
 * users: who serves keeps them in a durable message, which is copied with all other data, and who
 * takes over writes them into its files before it lets anybody in. A change is in the message
 * within a second.
 */
final class AccountsCopy implements ActivateCallback, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccountsCopy.class);
  private static final long LOOK_MS = 500;
  private static final SimpleString KEY = SimpleString.of("accounts");

  private final ActiveMQServer server;
  private final UserFiles users;
  private final SimpleString address;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "quiver-accounts");
            made.setDaemon(true);
            return made;
          });
  private volatile boolean serves;
  private String published = "";

  private AccountsCopy(ActiveMQServer server, UserFiles users, String namespace) {
    this.server = server;
    this.users = users;
    this.address = SimpleString.of(namespace + ".broker.accounts");
  }

  /** To be told when the server begins to serve, before it does so for the first time. */
  static AccountsCopy of(ActiveMQServer server, UserFiles users, String namespace) {
    AccountsCopy copy = new AccountsCopy(server, users, namespace);
    server.registerActivateCallback(copy);
    var unused =
        copy.thread.scheduleWithFixedDelay(copy::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    return copy;
  }

  /** The journal has been read, and nobody has been let in yet. */
  @Override
  public void activated() {
    try {
      String kept = kept();
      if (kept != null) {
        users.adopt(kept);
        synchronized (this) {
          published = kept;
        }
      }
    } catch (Exception unreadable) {
      LOG.error("the accounts of people were not taken over from the other broker", unreadable);
    }
  }

  private @Nullable String kept() {
    Queue queue = server.locateQueue(address);
    String last = null;
    if (queue != null) {
      try (LinkedListIterator<MessageReference> messages = queue.browserIterator()) {
        while (messages.hasNext()) {
          Message message = messages.next().getMessage();
          last = message.toCore().getReadOnlyBodyBuffer().readNullableSimpleString().toString();
        }
      }
    }
    return last;
  }

  @Override
  public void activationComplete() {
    serves = true;
  }

  @Override
  public void preDeActivate() {
    serves = false;
  }

  private synchronized void look() {
    if (!serves) {
      return;
    }
    try {
      String now = users.people();
      if (!now.equals(published)) {
        publish(now);
        published = now;
      }
    } catch (Exception later) {
      // It looks again, and the files may just be being written.
      LOG.warn("the accounts of people were not copied: {}", later.toString());
    }
  }

  private void publish(String text) throws Exception {
    CoreMessage message =
        new CoreMessage(server.getStorageManager().generateID(), text.length() * 2 + 100);
    message.setDurable(true);
    message.setAddress(address);
    message.setRoutingType(RoutingType.ANYCAST);
    message.setType(Message.TEXT_TYPE);
    message.putStringProperty(Message.HDR_LAST_VALUE_NAME, KEY);
    message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(text));
    var unused = server.getPostOffice().route(message, true);
  }

  @Override
  public void close() {
    serves = false;
    thread.shutdownNow();
  }
}
