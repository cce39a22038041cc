package dev.quiver.broker.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.lockmanager.DistributedLock;
import org.apache.activemq.artemis.lockmanager.MutableLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockManagerTest {

  @TempDir private Path parent;
  private Path folder;
  private FolderLockManager one;
  private FolderLockManager other;

  @BeforeEach
  void start() throws Exception {
    folder = parent.resolve("locks");
    one = new FolderLockManager(Map.of(FolderLockManager.FOLDER, folder.toString()));
    other = new FolderLockManager(Map.of(FolderLockManager.FOLDER, folder.toString()));
    one.start();
    other.start();
  }

  @AfterEach
  void stop() {
    one.stop();
    other.stop();
  }

  @Test
  void onlyOneHoldsItUntilItIsGivenBack() throws Exception {
    DistributedLock mine = one.getDistributedLock("x");
    DistributedLock theirs = other.getDistributedLock("x");
    assertThat(mine.tryLock()).isTrue();
    assertThat(theirs.tryLock()).isFalse();
    assertThat(mine.isHeldByCaller()).isTrue();
    assertThat(theirs.isHeldByCaller()).isFalse();
    assertThat(other.getDistributedLock("y").tryLock()).isTrue();
    one.stop();
    assertThat(theirs.tryLock()).isTrue();
    assertThat(one.isStarted()).isFalse();
  }

  @Test
  void theNumberIsSeenByTheOtherAndZeroAtFirst() throws Exception {
    try (MutableLong mine = one.getMutableLong("x");
        MutableLong theirs = other.getMutableLong("x")) {
      assertThat(theirs.get()).isZero();
      assertThat(mine.compareAndSet(0, -1)).isTrue();
      assertThat(mine.compareAndSet(0, 5)).isFalse();
      mine.set(7);
      assertThat(theirs.get()).isEqualTo(7);
    }
  }

  @Test
  void whoHoldsItMakesItAgainIfItWasRemoved() throws Exception {
    DistributedLock mine = one.getDistributedLock("x");
    assertThat(mine.tryLock()).isTrue();
    one.getMutableLong("x").set(3);
    AtomicInteger lost = new AtomicInteger();
    mine.addListener(lost::incrementAndGet);

    Files.move(folder, parent.resolve("gone"));

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(folder.resolve("x.number")) && one.isStarted());
    assertThat(mine.isHeldByCaller()).isTrue();
    assertThat(other.getDistributedLock("x").tryLock()).isFalse();
    assertThat(other.getMutableLong("x").get()).isEqualTo(3);
    assertThat(lost).hasValue(0);
  }

  @Test
  void whoHeldItIsToldIfAnotherProcessHasIt() throws Exception {
    DistributedLock mine = one.getDistributedLock("x");
    assertThat(mine.tryLock()).isTrue();
    AtomicInteger lost = new AtomicInteger();
    mine.addListener(lost::incrementAndGet);
    Path file = folder.resolve("x.lock");
    // Another process of this machine: a file of that name that is locked already.
    Path ready = parent.resolve("ready");
    try (FileChannel taken = locked(ready)) {
      assertThat(taken.isOpen()).isTrue();
      Files.move(ready, file, StandardCopyOption.REPLACE_EXISTING);
      await().atMost(Duration.ofSeconds(60)).until(() -> lost.get() > 0);
      assertThat(mine.isHeldByCaller()).isFalse();
    }
  }

  @Test
  void whoLostItIsCutOffBeforeAnybodyHearsOfItAndEachTimeItHadIt() throws Exception {
    AtomicInteger cuts = new AtomicInteger();
    String name = folder.toString();
    new Fence(cuts::incrementAndGet).leave(name);
    FolderLockManager fenced =
        new FolderLockManager(Map.of(FolderLockManager.FOLDER, name, Fence.NAME, name));
    try {
      for (int time = 1; time <= 2; time++) {
        fenced.start();
        DistributedLock mine = fenced.getDistributedLock("x");
        assertThat(mine.tryLock()).isTrue();
        assertThat(cuts).hasValue(time - 1);
        AtomicInteger cutsWhenTold = new AtomicInteger(-1);
        mine.addListener(() -> cutsWhenTold.set(cuts.get()));
        Path ready = parent.resolve("ready");
        try (FileChannel taken = locked(ready)) {
          assertThat(taken.isOpen()).isTrue();
          Files.move(ready, folder.resolve("x.lock"), StandardCopyOption.REPLACE_EXISTING);
          await().atMost(Duration.ofSeconds(60)).until(() -> cutsWhenTold.get() >= 0);
        }
        assertThat(cutsWhenTold).hasValue(time);
        fenced.stop();
      }
    } finally {
      fenced.stop();
      Fence.remove(name);
    }
  }

  @Test
  void whoLockedAFileThatWasReplacedMeanwhileHoldsNothing() throws Exception {
    Path file = folder.resolve("x.lock");
    LockFile mine = new LockFile(file, "x", each -> {}, new Fence(() -> {}), () -> replace(file));
    assertThat(mine.tryLock()).isFalse();
    assertThat(mine.isHeldByCaller()).isFalse();
    assertThat(other.getDistributedLock("x").tryLock()).isTrue();
  }

  /** As somebody who removes the lock does, and whoever then makes it anew. */
  private void replace(Path file) {
    try {
      Path fresh = Files.createFile(parent.resolve("fresh"));
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    assertThat(channel.lock().isValid()).isTrue();
    return channel;
  }
}
