package dev.quiver.dht.jms;

/** The ring is spread over a cluster of brokers, and nobody said where that is. */
public final class UnknownClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String ring;

  UnknownClusterException(String ring) {
    super("the nodes of the ring " + ring + " talk over a cluster of brokers: say where it is");
    this.ring = ring;
  }

  public String ring() {
    return ring;
  }
}
