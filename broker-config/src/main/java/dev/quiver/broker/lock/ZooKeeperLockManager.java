package dev.quiver.broker.lock;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.lockmanager.DistributedLock;
import org.apache.activemq.artemis.lockmanager.DistributedLockManager;
import org.apache.activemq.artemis.lockmanager.MutableLong;
import org.jspecify.annotations.Nullable;

/**
 * Locks and numbers as nodes of a ZooKeeper, for brokers on several machines. A lock is an
 * ephemeral node: ZooKeeper removes it when it has not heard from its holder for the length of a
 * session.
 *
 * <p>The holder must know before that that it holds nothing any more. So it keeps the time at which
 * the last request began that ZooKeeper answered: until a session after that moment the lock is
 * certainly its own. It gives up earlier than that, and what is left is for the broker to stop in.
 * The broker's {@link Fence} looks at that time too, before each answer: a process that was held up
 * may go on with an answer before the thread that gives up has run.
 */
public final class ZooKeeperLockManager implements DistributedLockManager {

  /** The property that names the servers: {@code host:port}, with commas between. */
  public static final String SERVERS = "servers";

  /** The property that names the path below which all lies, without a leading slash. */
  public static final String PATH = "path";

  /** The property for the length of a session, in milliseconds. */
  public static final String SESSION_MS = "session-ms";

  /** The property for how long it may be out of touch before it gives up, in milliseconds. */
  public static final String GIVE_UP_MS = "give-up-ms";

  private final String servers;
  private final String path;
  private final Duration session;
  private final Duration giveUp;
  private final Fence fence;
  private final List<UnavailableManagerListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, ZooKeeperLock> locks = new HashMap<>();
  private @Nullable ZooKeeperClient client;

  /** As Artemis makes it. */
  public ZooKeeperLockManager(Map<String, String> properties) {
    this.servers = required(properties, SERVERS);
    this.path = "/" + required(properties, PATH);
    this.session = Duration.ofMillis(Long.parseLong(required(properties, SESSION_MS)));
    this.giveUp = Duration.ofMillis(Long.parseLong(required(properties, GIVE_UP_MS)));
    this.fence = Fence.of(properties);
  }

  private static String required(Map<String, String> properties, String key) {
    return Objects.requireNonNull(properties.get(key), key);
  }

  @Override
  public void addUnavailableManagerListener(UnavailableManagerListener listener) {
    listeners.add(listener);
    ZooKeeperClient now = current();
    if (now != null && now.isLost()) {
      listener.onUnavailableManagerEvent();
    }
  }

  @Override
  public void removeUnavailableManagerListener(UnavailableManagerListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void start() throws InterruptedException, ExecutionException {
    start(Long.MAX_VALUE, TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean start(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException {
    if (current() != null) {
      return true;
    }
    // Without the monitor, so that it can be stopped while nobody answers.
    ZooKeeperClient fresh = new ZooKeeperClient(servers, path, session, giveUp, this::onLost);
    boolean connected = false;
    try {
      connected = fresh.connect(timeout < 0 ? Long.MAX_VALUE : unit.toMillis(timeout));
    } finally {
      if (!connected) {
        fresh.close();
      }
    }
    if (connected) {
      synchronized (this) {
        client = fresh;
      }
    }
    return connected;
  }

  private void onLost() {
    List<ZooKeeperLock> held;
    synchronized (this) {
      held = List.copyOf(locks.values());
    }
    if (held.stream().anyMatch(ZooKeeperLock::isTaken)) {
      fence.cut();
    }
    listeners.forEach(UnavailableManagerListener::onUnavailableManagerEvent);
    held.forEach(ZooKeeperLock::onLost);
  }

  private synchronized @Nullable ZooKeeperClient current() {
    return client;
  }

  @Override
  public boolean isStarted() {
    return current() != null;
  }

  @Override
  public void stop() {
    ZooKeeperClient last;
    synchronized (this) {
      last = client;
      client = null;
      locks.clear();
      listeners.clear();
    }
    if (last != null) {
      // The end of the session frees what it held.
      last.close();
    }
  }

  @Override
  public synchronized DistributedLock getDistributedLock(String lockId) {
    ZooKeeperClient now = started();
    return locks.computeIfAbsent(lockId, id -> new ZooKeeperLock(id, now, fence, this::closed));
  }

  private synchronized void closed(ZooKeeperLock lock) {
    locks.remove(lock.getLockId(), lock);
  }

  @Override
  public synchronized MutableLong getMutableLong(String mutableLongId) {
    return new FencedNumber(
        new ZooKeeperNumber(mutableLongId, started()), () -> lock(mutableLongId), fence);
  }

  /** Lock and number of a pair have one id. */
  private synchronized @Nullable TakenLock lock(String id) {
    return locks.get(id);
  }

  private ZooKeeperClient started() {
    if (client == null) {
      throw new IllegalStateException("the locks in " + servers + path + " were not started");
    }
    return client;
  }
}
