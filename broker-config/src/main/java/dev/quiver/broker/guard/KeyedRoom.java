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
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of an address that keeps the last message of each key is taken by each user: half of its
 * limit at most. Keys can be made up without end, and an address that is full refuses everybody.
 */
final class KeyedRoom implements ActivateCallback {

  private static final Logger LOG = LoggerFactory.getLogger(KeyedRoom.class);

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

  /**
   * One message.
   *
   * @param until milliseconds since 1970; {@link Long#MAX_VALUE} if it has no end
   */
  private record Kept(long bytes, long until) {
    static Kept of(Message message) {
      long end = message.getExpiration();
      return new Kept(message.getMemoryEstimate(), end == 0 ? Long.MAX_VALUE : end);
    }
  }

  /** What one user has there, by key. */
  private static final class Share {
    private final Map<SimpleString, Kept> kept = new HashMap<>();
    private long bytes;

    private synchronized boolean hasRoom(SimpleString key, long more, long most, long now) {
      if (fits(key, more, most)) {
        return true;
      }
      isEmptyAt(now);
      return fits(key, more, most);
    }

    private boolean fits(SimpleString key, long more, long most) {
      Kept before = kept.get(key);
      return bytes + more - (before == null ? 0 : before.bytes) <= most;
    }

    private synchronized void put(SimpleString key, Kept last) {
      Kept before = kept.put(key, last);
      bytes += last.bytes - (before == null ? 0 : before.bytes);
    }

    /** Forgets what has expired. */
    private synchronized boolean isEmptyAt(long now) {
      kept.values()
          .removeIf(
              each -> {
                boolean gone = each.until <= now;
                bytes -= gone ? each.bytes : 0;
                return gone;
              });
      return kept.isEmpty();
    }
  }

  /** Refuses a message that its sender's half has no room for. */
  void requireRoom(SessionFacts sender, SimpleString address, Message message)
      throws ActiveMQException {
    SimpleString key = message.getLastValueProperty();
    Share share = shares.get(new Owner(sender.user, address));
    if (key == null || share == null) {
      return;
    }
    // Negative is without a limit.
    long limit =
        server.getAddressSettingsRepository().getMatch(address.toString()).getMaxSizeBytes();
    long most = limit / 2;
    if (limit > 0
        && !share.hasRoom(key, message.getMemoryEstimate(), most, System.currentTimeMillis())) {
      throw refusals.refuse(
          Refusal.TOO_MANY_KEYS, sender.user, "tooManyKeys", sender.user, most, address);
    }
  }

  /** It has arrived. */
  void arrived(String user, SimpleString address, Message message) {
    SimpleString key = message.getLastValueProperty();
    if (key != null) {
      Kept last = Kept.of(message);
      shares.compute(
          new Owner(user, address),
          (owner, known) -> {
            Share share = known == null ? new Share() : known;
            share.put(key, last);
            return share;
          });
    }
  }

  /** Forgets what has expired by now. */
  void forgetExpired() {
    long now = System.currentTimeMillis();
    shares
        .keySet()
        .forEach(
            owner -> shares.computeIfPresent(owner, (same, it) -> it.isEmptyAt(now) ? null : it));
  }

  /** What was kept over the start; the queues are there, and nobody has been let in yet. */
  @Override
  public void activated() {
    shares.clear();
    try {
      for (Binding each : server.getPostOffice().getAllBindings().toList()) {
        if (each.getBindable() instanceof Queue queue
            && queue.isLastValue()
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
        if (user != null) {
          arrived(user, queue.getAddress(), message);
        }
      }
    }
  }
}
