package dev.quiver.messaging.connection;

import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * What a broker says of its cluster.
 *
 * @param self by which name the others know it
 * @param members all names, its own too, in order
 */
record MemberList(String self, List<String> members) {

  private static final String SELF = "quiverSelf";
  private static final String MEMBERS = "quiverMembers";
  private static final int WINDOW_BYTES = 64 * 1024;

  MemberList {
    members = members.stream().sorted().toList();
  }

  /**
   * Asks the broker of that connection.
   *
   * @throws ClusterUnclearException if it is none of a cluster
   */
  static MemberList of(BrokerConnection connection) {
    String queue = connection.settings().addresses().clusterMembers();
    try (ClientSession session = connection.autoCommitSession()) {
      ClientConsumer browser =
          session.createConsumer(SimpleString.of(queue), null, WINDOW_BYTES, -1, true);
      session.start();
      ClientMessage said = browser.receiveImmediate();
      String self = said == null ? null : said.getStringProperty(SELF);
      String members = said == null ? null : said.getStringProperty(MEMBERS);
      if (self == null || members == null) {
        throw ClusterUnclearException.noMember(
            BrokerUrl.parse(connection.settings().url()).hostsAndPorts());
      }
      return new MemberList(self, List.of(members.split(",", -1)));
    } catch (ActiveMQException e) {
      throw Failures.translate(e);
    }
  }
}
