package dev.quiver.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.broker.BrokerLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

  @TempDir private Path base;

  private TemporaryFolder make() throws IOException {
    return TemporaryFolder.make(Map.of("TMPDIR", base.toString()));
  }

  @Test
  void goesWithEverythingInIt() throws IOException {
    try (TemporaryFolder folder = make()) {
      Files.createDirectories(folder.path().resolve("a/b"));
      Files.writeString(folder.path().resolve("a/b/c"), "x");
    }
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void whereNothingCanBeMadeTheFolderIsNamed() {
    Path absent = base.resolve("absent");
    assertThatThrownBy(() -> TemporaryFolder.make(Map.of("TMPDIR", absent.toString())))
        .isInstanceOfSatisfying(
            TemporaryFolderException.NotWritable.class,
            e -> assertThat(e.folder()).isEqualTo(absent.toString()));
  }

  @Test
  void platformDoesNotStartWithoutRoomForItsBroker() {
    BrokerLimits limits = BrokerLimits.defaults().withMinDiskFree(Long.MAX_VALUE / 2);
    WorkerPlan plan = new WorkerPlan(1, 1, "128m", List.of());
    assertThatThrownBy(
            () -> EmbeddedPlatform.start(Map.of("TMPDIR", base.toString()), limits, plan))
        .isInstanceOfSatisfying(
            TemporaryFolderException.Full.class,
            e -> {
              assertThat(e.folder()).isEqualTo(base.toString());
              assertThat(e.room().isTooLittle()).isTrue();
            });
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void roomIsLookedUpWhereAFolderIsToBeMade() throws IOException {
    DiskRoom room =
        DiskRoom.forBroker(
            base.resolve("not/there/yet"), BrokerLimits.defaults().withMinDiskFree(1));
    assertThat(room.free()).isPositive();
    assertThat(room.needed()).isGreaterThan(1);
  }

  @Test
  void thoseWhoseOwnerHasGoneAreSwept() throws IOException {
    Path left = Files.createDirectory(base.resolve("quiver-run-123"));
    Files.createFile(left.resolve("lock"));
    Files.writeString(left.resolve("data"), "x");
    try (TemporaryFolder folder = make()) {
      assertThat(left).doesNotExist();
      assertThat(folder.path()).isDirectory();
    }
  }

  @Test
  void anotherOfThisProcessIsLeftAndKeepsItsLock() throws Exception {
    try (TemporaryFolder first = make();
        TemporaryFolder second = make()) {
      assertThat(first.path()).isDirectory();
      assertThat(second.path()).isDirectory();
      assertThat(anotherProcessCanLock(first.path().resolve("lock"))).isFalse();
      assertThat(anotherProcessCanLock(second.path().resolve("lock"))).isFalse();
    }
  }

  @Test
  void whatIsNotOursIsLeft() throws IOException {
    Path withoutLock = Files.createDirectory(base.resolve("quiver-run-of-something-else"));
    Path elsewhere = Files.createDirectory(base.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("lock"));
    Path link = Files.createSymbolicLink(base.resolve("quiver-run-link"), elsewhere);
    try (TemporaryFolder folder = make()) {
      assertThat(folder.path()).isDirectory();
      assertThat(withoutLock).exists();
      assertThat(link).exists();
      assertThat(elsewhere.resolve("lock")).exists();
    }
  }

  /** Tries it with the same kind of lock, as another run of Quiver would. */
  private static boolean anotherProcessCanLock(Path file) throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TryLock.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return other.exitValue() == 0;
  }
}
