package dev.quiver.broker.lock;

import org.apache.activemq.artemis.lockmanager.MutableLong;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;

/** A number that is a node, 0 as long as nobody has set it. */
final class ZooKeeperNumber implements MutableLong {

  private final String id;
  private final ZooKeeperClient client;

  ZooKeeperNumber(String id, ZooKeeperClient client) {
    this.id = id;
    this.client = client;
  }

  private String node() {
    return id + ".number";
  }

  @Override
  public String getMutableLongId() {
    return id;
  }

  @Override
  public long get() throws UnavailableStateException {
    ZooKeeperClient.Node node = client.read(node());
    return node == null ? 0 : number(node);
  }

  private static long number(ZooKeeperClient.Node node) throws UnavailableStateException {
    try {
      return Long.parseLong(node.text());
    } catch (NumberFormatException cause) {
      throw new UnavailableStateException("no number: " + node.text(), cause);
    }
  }

  @Override
  public void set(long value) throws UnavailableStateException {
    ZooKeeperClient.Node node = client.read(node());
    if (!client.write(node(), Long.toString(value), node == null ? -1 : node.version())) {
      throw new UnavailableStateException("somebody else has just set the number " + id);
    }
  }

  @Override
  public boolean compareAndSet(long expectedValue, long newValue) throws UnavailableStateException {
    ZooKeeperClient.Node node = client.read(node());
    long now = node == null ? 0 : number(node);
    return now == expectedValue
        && client.write(node(), Long.toString(newValue), node == null ? -1 : node.version());
  }

  @Override
  public void close() {
    // It goes with its session.
  }
}
