package dev.quiver.dht.jms;

import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Router;
import org.jspecify.annotations.Nullable;

/**
 * The ways to rings: to the designated broker, which knows who is in them, and to where their nodes
 * talk. That is the designated broker too, or, of a ring that was created by who knew of a cluster
 * beside it, any broker of the cluster: those pass on to each other what is for nodes elsewhere.
 */
public final class RingWays implements AutoCloseable {

  private final Connections directory;
  private final @Nullable Connections cluster;

  private RingWays(Connections directory, @Nullable Connections cluster) {
    this.directory = directory;
    this.cluster = cluster;
  }

  /**
   * Opens them; nothing is connected yet.
   *
   * @param name chooses the broker of the cluster that is asked first
   */
  public static RingWays open(Router router, String name) {
    return new RingWays(
        Connections.to(router.designated()),
        router.isSpread() ? Connections.to(router.any(name)) : null);
  }

  /** One broker for everything, over connections that their owner closes. */
  static RingWays on(Connections connections) {
    return new RingWays(connections, null);
  }

  /** To where it is known who is in which ring. */
  public Connections directory() {
    return directory;
  }

  /** Whether there is a cluster: a ring that is created then is spread over it. */
  public boolean isSpread() {
    return cluster != null;
  }

  /**
   * To where the nodes of a ring talk.
   *
   * @param spread whether it is spread over a cluster
   * @throws UnknownClusterException if it is, and none is known here
   */
  public Connections traffic(String ring, boolean spread) {
    if (!spread) {
      return directory;
    }
    if (cluster == null) {
      throw new UnknownClusterException(ring);
    }
    return cluster;
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
    directory.close();
  }
}
