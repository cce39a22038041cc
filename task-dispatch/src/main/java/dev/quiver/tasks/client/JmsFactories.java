package dev.quiver.tasks.client;

import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.TlsFolder;
import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Takes from a JMS connection factory where it goes and who comes. */
final class JmsFactories {

  private JmsFactories() {}

  static ConnectionSettings settings(ConnectionFactory factory) {
    if (!(factory instanceof ActiveMQConnectionFactory artemis)) {
      throw new IllegalArgumentException(
          "the connection factory is a "
              + factory.getClass().getName()
              + ": tasks are sent over Artemis' own protocol, give an"
              + " org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory");
    }
    String user = artemis.getUser();
    String password = artemis.getPassword();
    if (user == null || password == null) {
      throw new IllegalArgumentException(
          "the connection factory has no user and password: set both, a task belongs to who"
              + " submits it");
    }
    return ConnectionSettings.of(url(artemis), user, password);
  }

  /** Only where it goes, and how that is encrypted: its other parameters are for JMS. */
  private static String url(ActiveMQConnectionFactory artemis) {
    TransportConfiguration[] servers =
        artemis.getServerLocator().getStaticTransportConfigurations();
    StringBuilder url = new StringBuilder("(");
    for (TransportConfiguration server : servers) {
      url.append(url.length() > 1 ? "," : "")
          .append("tcp://")
          .append(text(server, TransportConstants.HOST_PROP_NAME, TransportConstants.DEFAULT_HOST))
          .append(':')
          .append(
              text(
                  server,
                  TransportConstants.PORT_PROP_NAME,
                  Integer.toString(TransportConstants.DEFAULT_PORT)))
          .append(TlsFolder.query(server.getParams()));
    }
    return url.append(')').toString();
  }

  private static String text(TransportConfiguration server, String name, String absent) {
    Object value = server.getParams().get(name);
    return value == null ? absent : value.toString();
  }
}
