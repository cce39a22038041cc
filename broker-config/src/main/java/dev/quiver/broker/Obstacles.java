package dev.quiver.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** What may be in the way of a broker's start: looked for before, and recognised afterwards. */
final class Obstacles {

  private Obstacles() {}

  /** Brokers on several machines cannot draw passwords that are the same on both. */
  static void requirePasswords(BrokerConfig config, @Nullable Credentials given) {
    if (config.cluster() != null && given == null) {
      throw new BrokerStartException.BadConfig(
          "cluster-passwords",
          "the brokers of a cluster must be given the same passwords, since none can draw them for"
              + " the others");
    }
    PairConfig pair = config.pair();
    if (pair != null && pair.lock() instanceof PairLock.ZooKeeper && given == null) {
      throw new BrokerStartException.BadConfig(
          "pair-passwords",
          "the two brokers of a pair with a ZooKeeper must be given the same passwords, since"
              + " neither can draw them for the other");
    }
  }

  /** Why Artemis did not begin to listen. */
  static Exception explain(BrokerConfig config, DataFolder folder, Exception cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof BindException) {
        return new BrokerStartException.PortTaken(config.host(), config.port(), cause);
      }
    }
    return unexplained(folder, cause);
  }

  /** Why it did not start, if the port is not the reason. */
  static BrokerStartException unexplained(DataFolder folder, Exception cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (String.valueOf(at.getMessage()).contains("No space left on device")) {
        return new BrokerStartException.DataFolderUnusable(
            "folder-full",
            folder.root(),
            "its disk is full; make room there, or choose another folder",
            cause);
      }
    }
    return new BrokerStartException.Failed(folder.root(), cause);
  }

  /** Artemis itself notices late, and says it badly, that a port is taken. */
  static void requireFreePort(BrokerConfig config) {
    InetAddress address;
    try {
      address = InetAddress.getByName(config.host());
    } catch (IOException unknown) {
      throw new BrokerStartException.HostUnusable(config.host(), unknown);
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, config.port()));
    } catch (BindException cause) {
      if (config.port() == 0 || String.valueOf(cause.getMessage()).contains("assign")) {
        throw new BrokerStartException.HostUnusable(config.host(), cause);
      }
      throw new BrokerStartException.PortTaken(config.host(), config.port(), cause);
    } catch (IOException cause) {
      throw new BrokerStartException.HostUnusable(config.host(), cause);
    }
  }
}
