package dev.quiver.broker.guard;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.cluster.RemoteQueueBinding;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one of a cluster does with what the others send it.
 *
 * <p>Who sent a message was vouched for by the broker that took it from a client; Artemis would put
 * the account by which brokers know each other in its place. A pool that is on one broker is made
 * on all, so that clients of each can submit to it. And a task brings the inbox of its outcome
 * along: whoever executes it here finds that inbox, also while the broker of its client is away,
 * and from there the outcome goes to where the client is.
 */
final class ClusterTraffic {

  static final SimpleString REPLY_TO = SimpleString.of("taskReplyTo");

  /** Who had sent it, between the moment it comes in and the moment it is routed. */
  private static final SimpleString ORIGIN = SimpleString.of("quiverOrigin");

  private static final Logger LOG = LoggerFactory.getLogger(ClusterTraffic.class);

  private final ActiveMQServer server;
  private final String namespace;

  ClusterTraffic(ActiveMQServer server, String namespace) {
    this.server = server;
    this.namespace = namespace;
  }

  /** Whether another broker of the cluster sends there; nobody else knows that account. */
  boolean isOfBroker(@Nullable ServerSession session) {
    return session != null && isBroker(session.getUsername());
  }

  /** Whether that is the account by which the brokers know each other. */
  boolean isBroker(@Nullable String user) {
    return user != null && user.equals(server.getConfiguration().getClusterUser());
  }

  /** Another broker sends that; its rules have let it in. */
  void comes(Message message, AddressKind kind) {
    String origin = message.getValidatedUserID();
    if (origin != null) {
      message.putStringProperty(ORIGIN, SimpleString.of(origin));
    }
    if (kind == AddressKind.POOL) {
      make(message.getAddress());
      SimpleString inbox = message.getSimpleStringProperty(REPLY_TO);
      if (inbox != null && AddressKind.of(namespace, inbox.toString()) == AddressKind.RESULTS) {
        make(inbox.toString());
      }
    }
  }

  /** Artemis has written its sender's name into it, and is about to put it into its queue. */
  void isRouted(Message message, RoutingContext context) {
    if (message.containsProperty(ORIGIN) && isOfBroker(context.getServerSession())) {
      message.setValidatedUserID(message.getSimpleStringProperty(ORIGIN).toString());
      message.removeProperty(ORIGIN);
      message.reencode();
    }
  }

  /** A queue was made here or elsewhere. */
  void bound(Binding binding) {
    if (binding instanceof RemoteQueueBinding
        && AddressKind.of(namespace, binding.getAddress().toString()) == AddressKind.POOL) {
      // On the thread that heard of it nothing may wait for the broker.
      server.getThreadPool().execute(() -> make(binding.getAddress().toString()));
    }
  }

  private void make(String name) {
    SimpleString address = SimpleString.of(name);
    if (server.locateQueue(address) != null) {
      return;
    }
    try {
      server.addOrUpdateAddressInfo(new AddressInfo(address, RoutingType.ANYCAST));
      server.createQueue(
          QueueConfiguration.of(address)
              .setAddress(address)
              .setRoutingType(RoutingType.ANYCAST)
              .setDurable(true)
              .setAutoCreated(false)
              .setAutoDelete(false),
          true);
    } catch (Exception cause) {
      LOG.warn("broker: the queue {} of the cluster was not made: {}", name, cause.toString());
    }
  }
}
