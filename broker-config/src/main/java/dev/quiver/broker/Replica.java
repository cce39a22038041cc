package dev.quiver.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.remoting.server.RemotingService;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.FileBasedNodeManager;
import org.apache.activemq.artemis.core.server.impl.FileLockNodeManager;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a pair with a data folder of its own: under which name it asks for the lock, and whether
 * it has all that the other one has.
 */
final class Replica implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
  private static final long LOOK_MS = 500;

  /**
   * While it takes over Artemis says for a moment that it is not in sync; only after so many looks
   * it is taken for true.
   */
  private static final int LOOKS_UNTIL_LOST = 10;

  private final ActiveMQServer server;
  private final Parts parts;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "quiver-replica");
            made.setDaemon(true);
            return made;
          });
  private int looksWithout;

  private Replica(ActiveMQServer server, Parts parts) {
    this.server = server;
    this.parts = parts;
  }

  /**
   * Gives the data folder of a primary the name of its pair. Artemis would draw one at the first
   * start: a primary that lost its folder would then ask for a lock of another name, get it, and
   * serve with nothing while the other one serves with everything.
   */
  static void prepare(BrokerConfig config, DataFolder folder) throws Exception {
    if (config.profile() != Profile.PRIMARY) {
      // It takes the name over with the data.
      return;
    }
    Files.createDirectories(folder.journal());
    String name = nameOf(config.namespace());
    FileLockNodeManager node = new FileLockNodeManager(folder.journal().toFile(), true);
    node.start();
    try {
      node.setNodeID(name);
      node.stopBackup();
    } finally {
      node.stop();
    }
  }

  /** The same for both of a pair; of the form that Artemis gives to names it has drawn. */
  static String nameOf(String namespace) {
    UUID drawn = UUID.nameUUIDFromBytes((namespace + ".pair").getBytes(StandardCharsets.UTF_8));
    String text = drawn.toString();
    return text.substring(0, 14) + "1" + text.substring(15);
  }

  /** Under which name its lock finds what cuts it off from its clients. */
  static String fence(BrokerConfig config) {
    return config.dataFolder().toAbsolutePath().normalize().toString();
  }

  /**
   * Closes every connection, and lets nobody in any more; it is about to stop. What is written to a
   * connection after that goes nowhere.
   */
  static void cutOff(ActiveMQServer server) {
    RemotingService remoting = server.getRemotingService();
    if (remoting == null) {
      return;
    }
    LOG.error("the lock of the pair is lost: no client is answered any more");
    closeConnections(remoting);
    remoting.pauseAcceptors();
    // Who came meanwhile.
    closeConnections(remoting);
  }

  private static void closeConnections(RemotingService remoting) {
    for (RemotingConnection each : remoting.getConnections()) {
      each.getTransportConnection().forceClose();
    }
  }

  /**
   * Refuses a folder whose broker replicated: alone it could go on with data that are older than
   * those of the other one, and the two would never be one again.
   */
  static void refuseIn(DataFolder folder) {
    Path number = folder.journal().resolve(FileBasedNodeManager.SERVER_ACTIVATION_SEQUENCE_NAME);
    if (Files.exists(number)) {
      throw new BrokerStartException.BadConfig(
          "replica",
          "the data folder "
              + folder.root()
              + " is of one of a pair that replicates: start it with --profile and --lock as"
              + " before. If the pair is given up for good and these are its newest data, remove "
              + number,
          folder.root().toString(),
          number.toString());
    }
  }

  /** Looks from now on whether it is in sync. */
  static Replica watch(ActiveMQServer server, Parts parts) {
    Replica replica = new Replica(server, parts);
    var unused =
        replica.thread.scheduleWithFixedDelay(
            replica::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    return replica;
  }

  private void look() {
    boolean inSync;
    try {
      inSync = server.isReplicaSync();
    } catch (RuntimeException beginning) {
      // There is nothing yet that could be asked.
      inSync = false;
    }
    looksWithout = inSync ? 0 : looksWithout + 1;
    if (inSync) {
      parts.inSync();
    } else if (looksWithout == LOOKS_UNTIL_LOST) {
      parts.notInSync();
    }
  }

  /** Makes the folder that the pair has in common. */
  static void createCommon(DataFolder common) throws IOException {
    common.create();
    Files.createDirectories(common.root().resolve("locks"));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
