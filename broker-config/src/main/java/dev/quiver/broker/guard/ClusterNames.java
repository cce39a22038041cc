package dev.quiver.broker.guard;

import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says to clients which brokers are in the cluster, those too that are away, and which of them this
 * one is. The names are the same on each of them and do not depend on how a client reaches them, so
 * that all clients agree on where a thing is of which there must be one.
 */
final class ClusterNames implements ActivateCallback {

  static final SimpleString SELF = SimpleString.of("quiverSelf");
  static final SimpleString MEMBERS = SimpleString.of("quiverMembers");

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNames.class);
  private static final int SIZE = 1_024;

  private final ActiveMQServer server;
  private final SimpleString address;
  private final List<String> members;

  /**
   * @param members the names, its own first
   */
  ClusterNames(ActiveMQServer server, String namespace, List<String> members) {
    this.server = server;
    this.address = SimpleString.of(namespace + ".cluster.members");
    this.members = List.copyOf(members);
  }

  /** The queues are there, and nobody has been let in yet. */
  @Override
  public void activated() {
    String all = String.join(",", members);
    CoreMessage message = new CoreMessage(server.getStorageManager().generateID(), SIZE);
    // It is said anew at each start: what was configured may be something else then.
    message.setDurable(false);
    message.setAddress(address);
    message.setRoutingType(RoutingType.ANYCAST);
    message.setType(Message.TEXT_TYPE);
    message.putStringProperty(Message.HDR_LAST_VALUE_NAME, MEMBERS);
    message.putStringProperty(SELF, SimpleString.of(members.get(0)));
    message.putStringProperty(MEMBERS, SimpleString.of(all));
    message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(all));
    try {
      var unused = server.getPostOffice().route(message, true);
    } catch (Exception cause) {
      LOG.error("broker: clients are not told which brokers are in the cluster", cause);
    }
  }
}
