package dev.quiver.broker.guard;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ClusterConnectMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Marks connections of brokers that know this one's password, such as the backup that waits: it
 * opens no session, so that management could not tell its connection from one on which nobody has
 * logged in.
 */
final class OtherBrokers implements Interceptor {

  private final Configuration configuration;

  OtherBrokers(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    if (packet instanceof ClusterConnectMessage knock
        && knock.getClusterUser().equals(configuration.getClusterUser())
        && knock.getClusterPassword().equals(configuration.getClusterPassword())) {
      connection.setClientID(QuiverPlugin.OTHER_BROKER);
    }
    return true;
  }
}
