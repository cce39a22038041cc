package dev.quiver.broker.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.lockmanager.DistributedLock;
import org.apache.activemq.artemis.lockmanager.UnavailableStateException;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ZooKeeperLockManagerIT {

  private static final int TICK_MS = 200;

  @TempDir private Path folder;
  private NIOServerCnxnFactory server;
  private int port;
  private ZooKeeperLockManager one;
  private ZooKeeperLockManager other;

  @BeforeEach
  void start() throws Exception {
    serve(0);
    port = server.getLocalPort();
    one = manager();
    other = manager();
  }

  private void serve(int at) throws Exception {
    server = new NIOServerCnxnFactory();
    server.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 20);
    server.startup(
        new ZooKeeperServer(folder.resolve("a").toFile(), folder.resolve("b").toFile(), TICK_MS));
  }

  private ZooKeeperLockManager manager() {
    return manager("3000", "2000");
  }

  private ZooKeeperLockManager manager(String sessionMs, String giveUpMs) {
    return manager(sessionMs, giveUpMs, Map.of());
  }

  private ZooKeeperLockManager manager(
      String sessionMs, String giveUpMs, Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(more);
    properties.put(ZooKeeperLockManager.SERVERS, "127.0.0.1:" + port);
    properties.put(ZooKeeperLockManager.PATH, "some/pair");
    properties.put(ZooKeeperLockManager.SESSION_MS, sessionMs);
    properties.put(ZooKeeperLockManager.GIVE_UP_MS, giveUpMs);
    return new ZooKeeperLockManager(properties);
  }

  @AfterEach
  void stop() {
    one.stop();
    other.stop();
    server.shutdown();
  }

  @Test
  void onlyOneHoldsItUntilItIsGivenBackOrItsSessionEnds() throws Exception {
    one.start();
    other.start();
    DistributedLock mine = one.getDistributedLock("x");
    DistributedLock theirs = other.getDistributedLock("x");
    assertThat(mine.tryLock()).isTrue();
    assertThat(theirs.tryLock()).isFalse();
    assertThat(mine.isHeldByCaller()).isTrue();
    assertThat(theirs.isHeldByCaller()).isFalse();
    mine.unlock();
    assertThat(theirs.tryLock()).isTrue();
    other.stop();
    assertThat(mine.tryLock()).isTrue();
  }

  @Test
  void theNumberIsSeenByTheOtherAndOnlyOneOfTwoChangesCounts() throws Exception {
    one.start();
    other.start();
    assertThat(other.getMutableLong("x").get()).isZero();
    assertThat(one.getMutableLong("x").compareAndSet(0, -1)).isTrue();
    assertThat(other.getMutableLong("x").compareAndSet(0, 5)).isFalse();
    one.getMutableLong("x").set(7);
    assertThat(other.getMutableLong("x").get()).isEqualTo(7);
  }

  @Test
  void whoeverIsOutOfTouchIsToldAndBeginsAnewWhenItIsBack() throws Exception {
    one.start();
    DistributedLock mine = one.getDistributedLock("x");
    assertThat(mine.tryLock()).isTrue();
    AtomicInteger lockLost = new AtomicInteger();
    AtomicInteger allLost = new AtomicInteger();
    mine.addListener(lockLost::incrementAndGet);
    one.addUnavailableManagerListener(allLost::incrementAndGet);

    server.shutdown();
    await().atMost(Duration.ofSeconds(60)).until(() -> lockLost.get() == 1 && allLost.get() == 1);
    assertThatThrownBy(mine::isHeldByCaller).isInstanceOf(UnavailableStateException.class);
    one.stop();
    assertThat(one.start(300, TimeUnit.MILLISECONDS)).isFalse();

    serve(port);
    one.start();
    DistributedLock again = one.getDistributedLock("x");
    await().atMost(Duration.ofSeconds(60)).until(again::tryLock);
    assertThat(again.isHeldByCaller()).isTrue();
  }

  @Test
  void aBrokerAnswersOnlyWhileItsLockIsCertainlyItsOwn() throws Exception {
    String name = folder.toString();
    AtomicInteger cuts = new AtomicInteger();
    Fence fence = new Fence(cuts::incrementAndGet);
    fence.leave(name);
    ZooKeeperLockManager fenced = manager("3000", "2000", Map.of(Fence.NAME, name));
    try {
      for (int time = 1; time <= 2; time++) {
        fenced.start();
        DistributedLock mine = fenced.getDistributedLock("x");
        await().atMost(Duration.ofSeconds(60)).until(mine::tryLock);
        assertThat(fence.answers()).isTrue();
        AtomicInteger cutsWhenTold = new AtomicInteger(-1);
        mine.addListener(() -> cutsWhenTold.set(cuts.get()));

        server.shutdown();
        await().atMost(Duration.ofSeconds(60)).until(() -> !fence.answers());
        await().atMost(Duration.ofSeconds(60)).until(() -> cutsWhenTold.get() >= 0);
        assertThat(cutsWhenTold).hasValue(time);
        fenced.stop();
        assertThat(fence.answers()).isFalse();
        serve(port);
      }
    } finally {
      fenced.stop();
      Fence.remove(name);
    }
  }

  @Test
  void whoWasGrantedAShorterSessionThanItAskedForGivesUpWithinThat() throws Exception {
    // The server grants 20 ticks at the most, which are 4 s.
    ZooKeeperLockManager patient = manager("600000", "450000");
    patient.start();
    try {
      DistributedLock mine = patient.getDistributedLock("x");
      assertThat(mine.tryLock()).isTrue();
      AtomicInteger lockLost = new AtomicInteger();
      mine.addListener(lockLost::incrementAndGet);

      server.shutdown();
      await().atMost(Duration.ofSeconds(60)).until(() -> lockLost.get() == 1);
    } finally {
      patient.stop();
    }
  }
}
