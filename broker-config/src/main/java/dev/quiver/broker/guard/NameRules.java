package dev.quiver.broker.guard;

import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.jspecify.annotations.Nullable;

/**
 * Which queues and addresses may be made (whether the maker may make any there was checked), and
 * who may bear which name of which there is one.
 */
final class NameRules {

  /** Words of letters, digits, dashes and underscores: no wildcard, no blank, no second colon. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private static final int LONGEST = 300;

  /** The metadata in which a worker's session says which worker it is. */
  private static final String WORKER_NAME = "quiver-worker";

  /** The metadata in which a client's session says which inbox of outcomes it takes from. */
  private static final String TAKES = "quiver-inbox";

  private final String namespace;
  private final Refusals refusals;
  private final int mostAddresses;

  NameRules(String namespace, Refusals refusals, int mostAddresses) {
    this.namespace = namespace;
    this.refusals = refusals;
    this.mostAddresses = mostAddresses;
  }

  void checkAddress(AddressInfo address) throws ActiveMQException {
    if (address.isInternal()) {
      return;
    }
    String name = address.getName().toString();
    AddressKind kind = AddressKind.of(namespace, name);
    if (kind == AddressKind.FOREIGN) {
      return;
    }
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw refusals.refuse(Refusal.QUEUE_NAME, "", "characters", shortened(name));
    }
    if (address.getRoutingTypes().isEmpty()) {
      throw refusals.refuse(Refusal.TOO_MANY_QUEUES, "", "addresses", name, mostAddresses);
    }
    RoutingType wanted = kind.isTopic() ? RoutingType.MULTICAST : RoutingType.ANYCAST;
    if (address.getRoutingTypes().size() != 1 || !address.getRoutingTypes().contains(wanted)) {
      throw refusals.refuse(Refusal.QUEUE_NAME, "", "routing", name, wanted);
    }
  }

  void checkQueue(QueueConfiguration queue) throws ActiveMQException {
    @Nullable String user = queue.getUser() == null ? null : queue.getUser().toString();
    if (user == null) {
      // The broker itself, or an admin over management.
      return;
    }
    String address = queue.getAddress().toString();
    AddressKind kind = AddressKind.of(namespace, address);
    if (kind == AddressKind.FOREIGN) {
      return;
    }
    if (kind.isTopic()) {
      checkSubscription(user, queue);
      checkSelector(queue.getFilterString(), address);
    } else {
      checkOwn(user, address, kind, queue);
    }
  }

  private void checkSubscription(String user, QueueConfiguration queue) throws ActiveMQException {
    String name = queue.getName().toString();
    if (!Claim.mayName(user, name)) {
      throw refusals.refuse(
          Refusal.QUEUE_NAME, user, "subscriptionName", shortened(name), user + ".name");
    }
  }

  private void checkOwn(String user, String address, AddressKind kind, QueueConfiguration queue)
      throws ActiveMQException {
    if (!queue.getName().equals(queue.getAddress())) {
      throw refusals.refuse(
          Refusal.QUEUE_NAME, user, "queueName", shortened(queue.getName().toString()), address);
    }
    if (queue.getFilterString() != null
        || Boolean.TRUE.equals(queue.isPurgeOnNoConsumers())
        || Boolean.TRUE.equals(queue.isAutoDelete())
        || (queue.getRingSize() != null && queue.getRingSize() >= 0)) {
      throw refusals.refuse(Refusal.QUEUE_NAME, user, "queueLoses", address);
    }
    if (Boolean.FALSE.equals(queue.isDurable()) && !kind.mayBeLost()) {
      throw refusals.refuse(Refusal.QUEUE_NAME, user, "durable", address);
    }
  }

  /**
   * Refuses what somebody does to another's subscription: who reads from it or removes it makes
   * gaps in what the other hears. The broker's own, such as what it keeps of cancels, are guarded
   * by permissions.
   */
  void checkSubscriber(SessionFacts user, AddressKind kind, Queue queue) throws ActiveMQException {
    String name = queue.getName().toString();
    if (kind.isTopic()
        && !user.admin
        && !name.startsWith(queue.getAddress() + ".")
        && !Claim.mayName(user.user, name)) {
      throw refusals.refuse(Refusal.FOREIGN_SUBSCRIPTION, user.user, "subscription", name);
    }
  }

  /** Refuses a selector that may take long; of addresses that are not ours none. */
  void checkSelector(@Nullable SimpleString selector, String address) throws ActiveMQException {
    AddressKind kind = AddressKind.of(namespace, address);
    int longest = kind.isTopic() ? Selectors.SHORT : Selectors.LONG;
    if (selector != null
        && kind != AddressKind.FOREIGN
        && !Selectors.isPlain(selector.toString(), longest)) {
      throw refusals.refuse(Refusal.SELECTOR, "", "selector", address);
    }
  }

  /** What a session says of itself, and the broker lets one at a time say. */
  void checkMetadata(SessionFacts session, String key, String data) throws ActiveMQException {
    if (key.equals(WORKER_NAME) && !session.worker) {
      throw refusals.refuse(Refusal.FOREIGN_CLIENT_ID, session.user, "workerName", data);
    }
    if (key.equals(TAKES) && !PersonalSpace.RESULTS.isOf(namespace, session.user, data)) {
      throw refusals.refuse(Refusal.FOREIGN_CLIENT_ID, session.user, "inbox", data);
    }
  }

  /** Whether what a session says of itself under that key is a name of which there is one. */
  static boolean isBorneByOne(String key) {
    return key.equals(WORKER_NAME)
        || key.equals(TAKES)
        || key.equals(ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY);
  }

  private static String shortened(String name) {
    return name.length() > 120 ? name.substring(0, 120) + "..." : name;
  }
}
