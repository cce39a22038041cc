package dev.quiver.broker.lock;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lock that is a node of this session. */
final class ZooKeeperLock implements TakenLock {

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperLock.class);

  private final String id;
  private final ZooKeeperClient client;
  private final Fence fence;
  private final Consumer<ZooKeeperLock> onClose;
  private final List<UnavailableLockListener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean taken;

  ZooKeeperLock(String id, ZooKeeperClient client, Fence fence, Consumer<ZooKeeperLock> onClose) {
    this.id = id;
    this.client = client;
    this.fence = fence;
    this.onClose = onClose;
  }

  private String node() {
    return id + ".lock";
  }

  @Override
  public String getLockId() {
    return id;
  }

  @Override
  public boolean isHeldByCaller() throws UnavailableStateException {
    ZooKeeperClient.Node node = client.read(node());
    return node != null && node.owner() == client.sessionId();
  }

  /** A node that is there already may be the one of an attempt whose answer got lost. */
  @Override
  public boolean tryLock() throws UnavailableStateException {
    boolean got = client.createEphemeral(node()) || isHeldByCaller();
    if (got) {
      taken = true;
      fence.open(client::isCertain);
    }
    return got;
  }

  @Override
  public boolean isTaken() {
    return taken;
  }

  @Override
  public void unlock() throws UnavailableStateException {
    taken = false;
    if (isHeldByCaller()) {
      client.delete(node());
    }
  }

  void onLost() {
    listeners.forEach(UnavailableLockListener::onUnavailableLockEvent);
  }

  @Override
  public void addListener(UnavailableLockListener listener) {
    listeners.add(listener);
    if (client.isLost()) {
      listener.onUnavailableLockEvent();
    }
  }

  @Override
  public void removeListener(UnavailableLockListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void close() {
    try {
      unlock();
    } catch (UnavailableStateException goesWithItsSession) {
      LOG.debug("the lock {} was not given back", id, goesWithItsSession);
    }
    listeners.clear();
    onClose.accept(this);
  }
}
