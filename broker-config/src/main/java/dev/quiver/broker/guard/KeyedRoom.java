package dev.quiver.broker.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.MessageReferenceImpl;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of an address that keeps the last message of each key is taken by each user: half of its
 * limit at most. Keys can be made up without end, and an address that is full refuses everybody.
 *
 * <p>What counts is what is there, message by message: each takes its room before it is routed, and
 * gives it back when no queue refers to it any more, for whatever reason; so it makes no difference
 * whether a transaction is open, one was replaced by the next of its key or a subscriber never
 * reads.
 */
final class KeyedRoom implements ActivateCallback {

  private static final Logger LOG = LoggerFactory.getLogger(KeyedRoom.class);

  /** Under which a message bears what it takes. */
  private static final String HELD = KeyedRoom.class.getName();

  private final ActiveMQServer server;
  private final AddressBook addresses;
  private final Refusals refusals;
  private final Map<Owner, Share> shares = new ConcurrentHashMap<>();

  KeyedRoom(ActiveMQServer server, AddressBook addresses, Refusals refusals) {
    this.server = server;
    this.addresses = addresses;
    this.refusals = refusals;
  }

  private record Owner(String user, SimpleString address) {}

  /** What one message takes; its state changes only under the lock of its owner's entry. */
  private static final class Held {
    private final Owner owner;
    private final SimpleString key;
    private final long bytes;
    private boolean givenBack;

    private Held(Owner owner, SimpleString key, Message message) {
      this.owner = owner;
      this.key = key;
      // As Artemis counts one with one queue. What more of them refer to is their readers' affair.
      this.bytes =
          message.getMemoryEstimate()
              + (message.isDurable() ? 2L : 1L) * MessageReferenceImpl.getMemoryEstimate();
    }
  }

  /** What one user has there. */
  private static final class Share {
    private final Map<SimpleString, Integer> messages = new HashMap<>();
    private long bytes;

    /**
     * A new message of a known key is there together with the old one for a moment: the last eighth
     * is theirs alone, or who is at the limit could not renew what is there.
     */
    private boolean hasRoom(Held one, long most) {
      long limit = messages.containsKey(one.key) ? most : most - most / 8;
      return bytes + one.bytes <= limit;
    }

    private void add(Held one) {
      messages.merge(one.key, 1, Integer::sum);
      bytes += one.bytes;
    }

    private void remove(Held one) {
      messages.computeIfPresent(one.key, (key, count) -> count > 1 ? count - 1 : null);
      bytes -= one.bytes;
    }
  }

  /**
   * A message is about to be routed and takes its room.
   *
   * @throws ActiveMQException if its sender's half has none
   */
  void comes(SessionFacts sender, SimpleString address, Message message) throws ActiveMQException {
    SimpleString key = message.getLastValueProperty();
    if (key == null) {
      return;
    }
    // Negative is without a limit.
    long limit =
        server.getAddressSettingsRepository().getMatch(address.toString()).getMaxSizeBytes();
    long most = limit > 0 ? limit / 2 : Long.MAX_VALUE / 2;
    if (!take(new Held(new Owner(sender.user, address), key, message), message, most)) {
      throw refusals.refuse(
          Refusal.TOO_MANY_KEYS, sender.user, "tooManyKeys", sender.user, most, address);
    }
  }

  private boolean take(Held one, Message message, long most) {
    shares.compute(
        one.owner,
        (owner, known) -> {
          Share share = known == null ? new Share() : known;
          if (share.hasRoom(one, most)) {
            share.add(one);
            message.setUserContext(HELD, one);
          }
          return share.messages.isEmpty() ? null : share;
        });
    return message.getUserContext(HELD) == one;
  }

  /** It was sent; one of a transaction is gone if that is rolled back. */
  void sent(Message message, @Nullable Transaction tx) {
    if (tx != null && message.getUserContext(HELD) != null) {
      tx.addOperation(
          new TransactionOperationAbstract() {
            @Override
            public void afterRollback(Transaction ended) {
              giveBack(message);
            }
          });
    }
    goneIfUnused(message);
  }

  /** A queue has done with it, whatever for, or will have when the transaction commits. */
  void acknowledged(MessageReference reference, @Nullable Transaction tx) {
    if (reference.isPaged()) {
      return;
    }
    Message message = reference.getMessage();
    if (message.getUserContext(HELD) == null) {
      return;
    }
    if (tx == null) {
      goneIfUnused(message);
    } else {
      tx.addOperation(
          new TransactionOperationAbstract() {
            @Override
            public void afterCommit(Transaction ended) {
              goneIfUnused(message);
            }
          });
    }
  }

  private void goneIfUnused(Message message) {
    if (message.getRefCount() <= 0) {
      giveBack(message);
    }
  }

  /** It is not there, or was not sent after all; nothing if it has given back before. */
  void giveBack(Message message) {
    if (message.getUserContext(HELD) instanceof Held one) {
      shares.computeIfPresent(
          one.owner,
          (owner, share) -> {
            if (!one.givenBack) {
              one.givenBack = true;
              share.remove(one);
            }
            return share.messages.isEmpty() ? null : share;
          });
    }
  }

  /** What was kept over the start; the queues are there, and nobody has been let in yet. */
  @Override
  public void activated() {
    shares.clear();
    try {
      for (Binding each : server.getPostOffice().getAllBindings().toList()) {
        if (each.getBindable() instanceof Queue queue
            && addresses.of(queue.getAddress()).kind.isKeyed()) {
          count(queue);
        }
      }
    } catch (Exception cause) {
      LOG.warn("broker: what users' keys take could not be counted: {}", cause.toString());
    }
  }

  private void count(Queue queue) {
    try (LinkedListIterator<MessageReference> there = queue.browserIterator()) {
      while (there.hasNext()) {
        Message message = there.next().getMessage();
        String user = message.getValidatedUserID();
        SimpleString key = message.getLastValueProperty();
        if (user != null && key != null && message.getUserContext(HELD) == null) {
          take(
              new Held(new Owner(user, queue.getAddress()), key, message),
              message,
              Long.MAX_VALUE / 2);
        }
      }
    }
  }
}
