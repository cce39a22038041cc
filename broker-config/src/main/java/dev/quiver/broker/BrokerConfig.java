package dev.quiver.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a broker of ours runs.
 *
 * @param dataFolder where it keeps messages, users and its own files; made if absent, for its owner
 *     alone
 * @param host the address it listens on; loopback unless told otherwise
 * @param port the port it listens on, 0 for any free one
 * @param namespace the first part of the name of every address, role and setting
 * @param limits what it refuses
 * @param disuse when it removes what nobody uses
 * @param managed whether it shows itself to JMX in its process, which a web console needs
 * @param pair what it must know of the other one if it is one of a pair; null if it is not
 * @param cluster what it must know of the others if it is one of a cluster; null if it is not
 * @param tls how it is encrypted; null for not at all
 */
public record BrokerConfig(
    Path dataFolder,
    String host,
    int port,
    String namespace,
    BrokerLimits limits,
    DisuseTimes disuse,
    boolean managed,
    @Nullable PairConfig pair,
    @Nullable ClusterConfig cluster,
    @Nullable TlsConfig tls) {

  /** The port where local commands look for a broker. */
  public static final int DEFAULT_PORT = 61616;

  private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public BrokerConfig {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    if (host.isBlank()) {
      throw new BrokerStartException.BadConfig(
          "host-empty",
          "the broker's host is empty: give the address it is to listen on, such as 127.0.0.1");
    }
    if (port < 0 || port > 65_535) {
      throw new BrokerStartException.BadConfig(
          "port",
          "the broker's port is " + port + ": use 1 to 65535, or 0 for any free one",
          Integer.toString(port));
    }
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new BrokerStartException.BadConfig(
          "namespace",
          "the namespace \""
              + namespace
              + "\" is not usable: begin with a lower-case letter and use lower-case letters,"
              + " digits and dashes, at most 32",
          namespace);
    }
    if (pair != null && cluster != null) {
      throw new BrokerStartException.BadConfig(
          "pair-and-cluster", "a broker is one of a pair or one of a cluster, not both");
    }
    if (cluster != null) {
      cluster.self(host, port);
    }
    if (pair != null) {
      pair.self(host, port);
      if (pair.lock() instanceof PairLock.InFolder lock && lock.folder().equals(dataFolder)) {
        throw new BrokerStartException.BadConfig(
            "lock-in-data",
            "the lock of the pair is to be in "
                + dataFolder
                + ", which is a data folder: give the lock a folder that is of neither broker",
            dataFolder.toString());
      }
    }
  }

  /** The defaults, with the data in that folder. */
  public static BrokerConfig in(Path dataFolder) {
    return new BrokerConfig(
        dataFolder,
        "127.0.0.1",
        DEFAULT_PORT,
        "quiver",
        BrokerLimits.defaults(),
        DisuseTimes.defaults(),
        false,
        null,
        null,
        null);
  }

  /** The same, listening on another address. */
  public BrokerConfig withHost(String value) {
    return new BrokerConfig(
        dataFolder, value, port, namespace, limits, disuse, managed, pair, cluster, tls);
  }

  /** The same, on another port; 0 takes a free one. */
  public BrokerConfig withPort(int value) {
    return new BrokerConfig(
        dataFolder, host, value, namespace, limits, disuse, managed, pair, cluster, tls);
  }

  /** The same, for another namespace. */
  public BrokerConfig withNamespace(String value) {
    return new BrokerConfig(
        dataFolder, host, port, value, limits, disuse, managed, pair, cluster, tls);
  }

  /** The same, with other limits. */
  public BrokerConfig withLimits(BrokerLimits value) {
    return new BrokerConfig(
        dataFolder, host, port, namespace, value, disuse, managed, pair, cluster, tls);
  }

  /** The same, with other times of disuse. */
  public BrokerConfig withDisuse(DisuseTimes value) {
    return new BrokerConfig(
        dataFolder, host, port, namespace, limits, value, managed, pair, cluster, tls);
  }

  /** The same, shown to JMX in its process or not. */
  public BrokerConfig withManaged(boolean value) {
    return new BrokerConfig(
        dataFolder, host, port, namespace, limits, disuse, value, pair, cluster, tls);
  }

  /** The same, as one of a pair. */
  public BrokerConfig withPair(PairConfig value) {
    return new BrokerConfig(
        dataFolder, host, port, namespace, limits, disuse, managed, value, cluster, tls);
  }

  /** The same, as one of a cluster. */
  public BrokerConfig withCluster(ClusterConfig value) {
    return new BrokerConfig(
        dataFolder, host, port, namespace, limits, disuse, managed, pair, value, tls);
  }

  /** The same, encrypted. */
  public BrokerConfig withTls(TlsConfig value) {
    return new BrokerConfig(
        dataFolder, host, port, namespace, limits, disuse, managed, pair, cluster, value);
  }

  /** Whether it is one of a pair of which each has a data folder of its own. */
  public boolean replicates() {
    return pair != null && pair.lock() != null;
  }

  /** Where the accounts are, and the address: the data folder unless a pair has them in common. */
  public Path commonFolder() {
    return pair != null && pair.lock() instanceof PairLock.InFolder lock
        ? lock.folder()
        : dataFolder;
  }

  /** Whether it knows no other broker. */
  public boolean isSingle() {
    return profile() == Profile.SINGLE;
  }

  /** Which part it plays. */
  public Profile profile() {
    if (cluster != null) {
      return Profile.CLUSTER;
    }
    return pair == null ? Profile.SINGLE : pair.profile();
  }

  /** Where each of a pair is reached, the primary first; empty for a broker alone. */
  public List<HostPort> members() {
    if (pair == null) {
      return List.of();
    }
    HostPort self = pair.self(host, port);
    return pair.profile() == Profile.PRIMARY
        ? List.of(self, pair.peer())
        : List.of(pair.peer(), self);
  }
}
