package dev.quiver.cli.process;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicaPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicatedPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.cluster.impl.MessageLoadBalancingType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/**
 * The control: one of a pair that replicates as Artemis does unless told otherwise, without a lock
 * and with nobody else to vote. Lets everybody in.
 */
final class ClassicBroker {

  private ClassicBroker() {}

  /** Its part, its data folder, its own host and that of the other one. */
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[1]);
    Configuration configuration =
        new ConfigurationImpl()
            .setName("classic")
            .setSecurityEnabled(false)
            .setJournalDirectory(data.resolve("journal").toString())
            .setBindingsDirectory(data.resolve("bindings").toString())
            .setPagingDirectory(data.resolve("paging").toString())
            .setLargeMessagesDirectory(data.resolve("large-messages").toString())
            .setHAPolicyConfiguration(policy(args[0]))
            .addAcceptorConfiguration("all", "tcp://0.0.0.0:61616")
            .addConnectorConfiguration("self", "tcp://" + args[2] + ":61616")
            .addConnectorConfiguration("peer", "tcp://" + args[3] + ":61616")
            .setClusterUser("pair")
            .setClusterPassword("pair")
            .addClusterConfiguration(
                new ClusterConnectionConfiguration()
                    .setName("pair")
                    .setConnectorName("self")
                    .setStaticConnectors(List.of("peer"))
                    .setClientFailureCheckPeriod(1_000)
                    .setConnectionTTL(5_000)
                    .setMessageLoadBalancingType(MessageLoadBalancingType.OFF));
    new ActiveMQServerImpl(configuration).start();
    System.out.println("started");
    new CountDownLatch(1).await();
  }

  private static HAPolicyConfiguration policy(String part) {
    return part.equals("primary")
        ? new ReplicatedPolicyConfiguration()
        : new ReplicaPolicyConfiguration();
  }
}
