package dev.quiver.broker.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session with a ZooKeeper: what it reads and writes, and when it has to be taken for lost. */
final class ZooKeeperClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperClient.class);

  private static final long LOOK_MS = 300;
  private static final int CLOSE_MS = 1_000;

  /** A node as it was read. */
  record Node(String text, int version, long owner) {}

  private final String servers;
  private final String path;
  private final Duration session;
  private final Duration giveUp;
  private final Runnable onLost;
  private final CountDownLatch connected = new CountDownLatch(1);
  private final AtomicLong touchedNanos = new AtomicLong();
  private final AtomicBoolean lost = new AtomicBoolean();

  /** Somebody was told that it is not certain any more, and it never is again. */
  private volatile boolean doubted;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "quiver-zookeeper-watch");
            made.setDaemon(true);
            return made;
          });
  private volatile @Nullable ZooKeeper zooKeeper;

  ZooKeeperClient(String servers, String path, Duration session, Duration giveUp, Runnable onLost) {
    this.servers = servers;
    this.path = path;
    this.session = session;
    this.giveUp = giveUp;
    this.onLost = onLost;
  }

  /** Waits until a session is there, or that long; true if it is. */
  boolean connect(long millis) throws InterruptedException, ExecutionException {
    ZKClientConfig config = new ZKClientConfig();
    // It must not hold up a stop of the broker, nor its thread wait for an answer without end.
    config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Long.toString(session.toMillis()));
    try {
      zooKeeper =
          new ZooKeeper(servers, Math.toIntExact(session.toMillis()), this::onEvent, config);
    } catch (IOException cause) {
      throw new ExecutionException("no session with the ZooKeeper " + servers, cause);
    }
    if (!connected.await(millis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    touchedNanos.set(System.nanoTime());
    var unused = thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    return true;
  }

  private void onEvent(WatchedEvent event) {
    switch (event.getState()) {
      case SyncConnected -> connected.countDown();
      case Expired, AuthFailed, Closed -> lose("its session has ended");
      default -> LOG.debug("the ZooKeeper {}: {}", servers, event.getState());
    }
  }

  /** Asks something small, and looks how long ago something like that was answered. */
  private void look() {
    ZooKeeper now = zooKeeper;
    if (now == null) {
      return;
    }
    long silent = System.nanoTime() - touchedNanos.get();
    if (doubted || silent > giveUpNanos(now)) {
      lose("it has not answered for " + TimeUnit.NANOSECONDS.toMillis(silent) + " ms");
      return;
    }
    long begun = System.nanoTime();
    now.exists(
        path,
        false,
        (code, at, context, stat) -> {
          boolean answered =
              code == KeeperException.Code.OK.intValue()
                  || code == KeeperException.Code.NONODE.intValue();
          if (answered) {
            touchedNanos.accumulateAndGet(begun, Math::max);
          }
        },
        null);
  }

  /**
   * What a server grants may be less than what was asked for, and another one of the same ensemble
   * may grant something else; the lock is free when that is over.
   */
  private long giveUpNanos(ZooKeeper now) {
    int grantedMs = now.getSessionTimeout();
    return grantedMs >= session.toMillis()
        ? giveUp.toNanos()
        : giveUp.toNanos() / session.toMillis() * grantedMs;
  }

  private void lose(String why) {
    if (closed.get() || !lost.compareAndSet(false, true)) {
      return;
    }
    LOG.error("the ZooKeeper {} is lost: {}", servers, why);
    connected.countDown();
    onLost.run();
  }

  boolean isLost() {
    return lost.get();
  }

  /**
   * Whether what this session holds is certainly still its own, as far as the clock says, which
   * goes on while this process is held up. Once it has said no it gives up, even if an answer comes
   * after all: what was not let out for that reason is missing, and nothing may follow it.
   */
  boolean isCertain() {
    ZooKeeper now = zooKeeper;
    if (doubted || lost.get() || now == null) {
      return false;
    }
    if (System.nanoTime() - touchedNanos.get() > giveUpNanos(now)) {
      doubted = true;
    }
    return !doubted;
  }

  long sessionId() {
    ZooKeeper now = zooKeeper;
    return now == null ? 0 : now.getSessionId();
  }

  /** What is at that name; null if nothing is. */
  @Nullable Node read(String name) throws UnavailableStateException {
    return ask(
        client -> {
          try {
            Stat stat = new Stat();
            byte[] data = client.getData(path + "/" + name, false, stat);
            String text = data == null ? "" : new String(data, StandardCharsets.UTF_8);
            return new Node(text, stat.getVersion(), stat.getEphemeralOwner());
          } catch (KeeperException.NoNodeException none) {
            return null;
          }
        });
  }

  /** Makes a node that goes with this session; false if there is one. */
  boolean createEphemeral(String name) throws UnavailableStateException {
    makeParents();
    return Boolean.TRUE.equals(
        ask(client -> create(client, path + "/" + name, new byte[0], CreateMode.EPHEMERAL)));
  }

  /** Removes what this session made. */
  void delete(String name) throws UnavailableStateException {
    Boolean unused =
        ask(
            client -> {
              try {
                client.delete(path + "/" + name, -1);
                return true;
              } catch (KeeperException.NoNodeException gone) {
                return false;
              }
            });
  }

  /** Writes it if it has that version; -1 if it must not be there yet. False if it is otherwise. */
  boolean write(String name, String text, int version) throws UnavailableStateException {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    if (version < 0) {
      makeParents();
      return Boolean.TRUE.equals(
          ask(client -> create(client, path + "/" + name, data, CreateMode.PERSISTENT)));
    }
    return Boolean.TRUE.equals(
        ask(
            client -> {
              try {
                client.setData(path + "/" + name, data, version);
                return true;
              } catch (KeeperException.BadVersionException
                  | KeeperException.NoNodeException other) {
                return false;
              }
            }));
  }

  private void makeParents() throws UnavailableStateException {
    for (int at = path.indexOf('/', 1); ; at = path.indexOf('/', at + 1)) {
      String parent = at < 0 ? path : path.substring(0, at);
      Boolean unused = ask(client -> create(client, parent, new byte[0], CreateMode.PERSISTENT));
      if (at < 0) {
        return;
      }
    }
  }

  private static boolean create(ZooKeeper client, String at, byte[] data, CreateMode mode)
      throws KeeperException, InterruptedException {
    try {
      String unused = client.create(at, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, mode);
      return true;
    } catch (KeeperException.NodeExistsException there) {
      return false;
    }
  }

  private interface Question<T> {
    @Nullable T ask(ZooKeeper client) throws KeeperException, InterruptedException;
  }

  private <T> @Nullable T ask(Question<T> question) throws UnavailableStateException {
    ZooKeeper now = zooKeeper;
    if (now == null || lost.get() || closed.get()) {
      throw new UnavailableStateException("the session with the ZooKeeper " + servers + " is lost");
    }
    try {
      return question.ask(now);
    } catch (KeeperException cause) {
      throw new UnavailableStateException("the ZooKeeper " + servers + " did not answer", cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableStateException("interrupted while the ZooKeeper was asked", e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    thread.shutdownNow();
    ZooKeeper last = zooKeeper;
    if (last != null) {
      try {
        boolean unused = last.close(CLOSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
