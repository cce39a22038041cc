package dev.quiver.broker;

import dev.quiver.broker.lock.Fence;
import dev.quiver.broker.metrics.BrokerMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artemis' server, started, and what one broker holds as long as it runs.
 *
 * @param folder its data folder
 * @param common where its accounts and its address are
 * @param locks of these folders
 * @param startup how it came to serve or wait; null if it does not replicate
 * @param accounts keeps the accounts of people with the other one; null if they have them in common
 * @param port where it listens, or will
 * @param parts tells which part it plays
 */
record Running(
    BrokerConfig config,
    DataFolder folder,
    DataFolder common,
    UserFiles users,
    Credentials credentials,
    FolderLocks locks,
    ActiveMQServer server,
    @Nullable Startup startup,
    @Nullable AccountsCopy accounts,
    int port,
    Parts parts) {

  private static final Logger LOG = LoggerFactory.getLogger(QuiverBroker.class);

  /**
   * Takes the folders, and starts the server on them.
   *
   * @param begin how long one that replicates may take to say which part it plays
   * @throws BrokerStartException with what is in the way; nothing is held then
   */
  static Running start(
      BrokerConfig config,
      @Nullable Credentials given,
      PartListener listener,
      @Nullable MeterRegistry meters,
      Duration begin) {
    TlsConfig tls = config.tls();
    if (tls != null) {
      tls.check(Instant.now(), !config.isSingle());
    }
    Obstacles.requirePasswords(config, given);
    DataFolder folder = new DataFolder(config.dataFolder());
    DataFolder common = new DataFolder(config.commonFolder());
    FolderLocks locks = FolderLocks.take(config, folder, common);
    UserFiles users = new UserFiles(folder, common, config.namespace(), config.profile());
    ActiveMQServer server = null;
    Startup startup = null;
    AccountsCopy accounts = null;
    try {
      Obstacles.requireFreePort(config);
      folder.pointTo(common);
      if (config.replicates()) {
        Replica.prepare(config, folder);
      } else {
        Replica.refuseIn(folder);
      }
      Credentials credentials = users.open(given);
      Parts parts = new Parts(listener);
      AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
      server = newServer(config, common, users, parts, meters);
      server.registerActivationFailureListener(why -> failure.compareAndSet(null, why));
      if (config.replicates()) {
        ActiveMQServer begun = server;
        Fence fence = new Fence(() -> Replica.cutOff(begun));
        server.getServiceRegistry().addOutgoingInterceptor(fence);
        fence.leave(Replica.fence(config));
      }
      if (config.replicates() && common.root().equals(folder.root())) {
        accounts = AccountsCopy.of(server, users, config.namespace());
      }
      if (config.replicates()) {
        startup = Startup.of(server, config.namespace());
        startup.await(begin);
      } else {
        server.start();
      }
      Exception early = failure.get();
      if (early != null) {
        throw Obstacles.explain(config, folder, early);
      }
      // One of a pair may not listen yet, but where it will is known.
      int port = config.pair() == null ? portOf(server) : config.port();
      return new Running(
          config,
          folder,
          common,
          users,
          credentials,
          locks,
          server,
          startup,
          accounts,
          port,
          parts);
    } catch (BrokerStartException known) {
      giveUp(config, server, startup, accounts, users, locks);
      throw known;
    } catch (Exception cause) {
      giveUp(config, server, startup, accounts, users, locks);
      throw Obstacles.unexplained(folder, cause);
    }
  }

  /** Artemis looks for the files of users beside its configuration. */
  private static ActiveMQServer newServer(
      BrokerConfig config,
      DataFolder folder,
      UserFiles users,
      Parts parts,
      @Nullable MeterRegistry meters)
      throws Exception {
    String xml =
        config.isSingle()
            ? BrokerXml.render(config)
            : BrokerXml.render(config, users.clusterPassword(config));
    Path file = folder.configuration(config.profile());
    DataFolder.writePrivately(file, xml);
    Configuration configuration = BrokerXml.parse(xml);
    configuration.setConfigurationUrl(file.toUri().toURL());
    if (meters != null) {
      configuration.setMetricsConfiguration(BrokerMeters.into(meters, config.namespace()));
    }
    ActiveMQServer server =
        new ActiveMQServerImpl(configuration, new ActiveMQJAASSecurityManager(users.realm()));
    server.registerActivateCallback(parts);
    return server;
  }

  private static int portOf(ActiveMQServer server) {
    return ((NettyAcceptor) server.getRemotingService().getAcceptor("quiver")).getActualPort();
  }

  /** Stops the server, and gives all back whether or not that succeeds. */
  void stop() throws Exception {
    if (accounts != null) {
      accounts.close();
    }
    if (startup != null) {
      startup.close();
    }
    try {
      server.stop();
    } finally {
      Fence.remove(Replica.fence(config));
      users.close();
      locks.close();
    }
  }

  /** The same for one that cannot be used after all. */
  void giveUp() {
    giveUp(config, server, startup, accounts, users, locks);
  }

  private static void giveUp(
      BrokerConfig config,
      @Nullable ActiveMQServer server,
      @Nullable Startup startup,
      @Nullable AccountsCopy accounts,
      UserFiles users,
      FolderLocks locks) {
    if (accounts != null) {
      accounts.close();
    }
    if (startup != null) {
      startup.close();
    }
    if (server != null) {
      try {
        server.stop();
      } catch (Exception ignored) {
        LOG.debug("a broker that had not started did not stop cleanly", ignored);
      }
    }
    Fence.remove(Replica.fence(config));
    users.close();
    locks.close();
  }
}
