package dev.quiver.broker.guard;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
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
 * and from there the outcome goes to where the client is. Artemis passes nothing on from a broker
 * that has no queue of that name; so where a node of a ring or a reply queue is elsewhere, an empty
 * queue is made here when somebody here sends to it, and removed when the other one goes.
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
  boolean isBroker(@Nullable CharSequence user) {
    return user != null && user.toString().equals(server.getConfiguration().getClusterUser());
  }

  /** Another broker sends that; its rules have let it in. */
  void comes(Message message, AddressKind kind) {
    String origin = message.getValidatedUserID();
    if (origin != null) {
      message.putStringProperty(ORIGIN, SimpleString.of(origin));
    }
    if (kind == AddressKind.POOL) {
      make(message.getAddress(), true);
      SimpleString inbox = message.getSimpleStringProperty(REPLY_TO);
      if (inbox != null && AddressKind.of(namespace, inbox.toString()) == AddressKind.RESULTS) {
        make(inbox.toString(), true);
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
    if (binding instanceof RemoteQueueBinding && kindOf(binding) == AddressKind.POOL) {
      // On the thread that heard of it nothing may wait for the broker.
      server.getThreadPool().execute(() -> make(binding.getAddress().toString(), true));
    }
  }

  /** A queue is gone here or elsewhere. */
  void unbound(Binding binding) {
    if (binding instanceof RemoteQueueBinding && kindOf(binding).mayBeLost()) {
      server.getThreadPool().execute(() -> removeIfUnused(binding.getAddress()));
    }
  }

  private AddressKind kindOf(Binding binding) {
    return AddressKind.of(namespace, binding.getAddress().toString());
  }

  /** Somebody here sends to a queue that may be elsewhere. */
  void goes(SimpleString address) throws ActiveMQException {
    if (server.locateQueue(address) != null) {
      return;
    }
    try {
      for (Binding each : server.getPostOffice().getDirectBindings(address)) {
        if (each instanceof RemoteQueueBinding) {
          make(address.toString(), false);
          return;
        }
      }
    } catch (ActiveMQException known) {
      throw known;
    } catch (Exception cause) {
      throw new ActiveMQException(
          "it cannot be said where " + address + " is",
          cause,
          ActiveMQExceptionType.GENERIC_EXCEPTION);
    }
  }

  private void removeIfUnused(SimpleString name) {
    try {
      Queue there = server.locateQueue(name);
      if (there != null && !there.isDurable() && there.getConsumerCount() == 0) {
        server.destroyQueue(name, null, true, false, true);
      }
    } catch (Exception cause) {
      // Somebody has just come to it; else it goes after disuse.
      LOG.debug("broker: the queue {} of the cluster was not removed: {}", name, cause.toString());
    }
  }

  private void make(String name, boolean durable) {
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
              .setDurable(durable)
              .setAutoCreated(false)
              .setAutoDelete(false),
          true);
    } catch (Exception cause) {
      LOG.warn("broker: the queue {} of the cluster was not made: {}", name, cause.toString());
    }
  }
}
