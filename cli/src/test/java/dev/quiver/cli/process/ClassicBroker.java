package dev.quiver.cli.process;

import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.Addresses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicaPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicatedPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.cluster.impl.MessageLoadBalancingType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/**
 * The control: one of a pair that replicates as Artemis does unless told otherwise, without a lock
 * and with nobody else to vote. Lets everybody in.
 */
final class ClassicBroker {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private ClassicBroker() {}

  /** Its part, its data folder, its own host and port and those of the other one. */
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
            .addAcceptorConfiguration("all", "tcp://0.0.0.0:" + args[2].split(":", -1)[1])
            .addConnectorConfiguration("self", "tcp://" + args[2])
            .addConnectorConfiguration("peer", "tcp://" + args[3])
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
    // By this a client of ours knows a broker; the witnesses are such clients.
    configuration.addAddressConfiguration(
        new CoreAddressConfiguration()
            .setName(Addresses.defaults().taskCancel())
            .addRoutingType(RoutingType.MULTICAST));
    ActiveMQServer server = new ActiveMQServerImpl(configuration);
    server.start();
    System.out.println("started");
    if (args[0].equals("backup")) {
      await().atMost(PATIENCE).until(server::isReplicaSync);
      System.out.println("synced");
    }
    new CountDownLatch(1).await();
  }

  private static HAPolicyConfiguration policy(String part) {
    return part.equals("primary")
        ? new ReplicatedPolicyConfiguration()
        : new ReplicaPolicyConfiguration();
  }
}
