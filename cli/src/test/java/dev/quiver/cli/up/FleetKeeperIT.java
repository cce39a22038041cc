package dev.quiver.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end, of which the machine does not let another one start at once. */
@Timeout(120)
class FleetKeeperIT {

  @TempDir private Path folder;

  @Test
  void whatCouldNotBeStartedAgainIsTriedUntilItCanAndSaidOnce() throws Exception {
    Path logs = folder.resolve("logs");
    AtomicInteger failures = new AtomicInteger();
    AtomicInteger starts = new AtomicInteger();
    CountDownLatch again = new CountDownLatch(1);
    FleetKeeper.Listener listener =
        new FleetKeeper.Listener() {
          @Override
          public void failed(RoleProcess process, IOException why) {
            failures.incrementAndGet();
          }

          @Override
          public void restarted(RoleProcess process) {
            again.countDown();
          }
        };
    RoleProcess member =
        new RoleProcess(
            "worker",
            "w1",
            logs.resolve("w1.log"),
            () -> {
              // The first one can write its log, the next two cannot.
              place(logs, starts.incrementAndGet());
              return List.of("no-such-command");
            },
            FleetKeeper.Listener.NONE);
    try (FleetKeeper keeper = new FleetKeeper(true, listener)) {
      member.start();
      keeper.watch(member);

      assertThat(again.await(60, TimeUnit.SECONDS)).as("it was started again").isTrue();
    } finally {
      member.process().close();
    }
    assertThat(failures).hasValue(1);
    assertThat(starts).hasValueGreaterThanOrEqualTo(4);
  }

  private static void place(Path logs, int start) {
    try {
      if (start == 1 || start == 4) {
        Files.createDirectories(logs);
      } else if (start == 2) {
        try (var files = Files.list(logs)) {
          for (Path each : files.toList()) {
            Files.delete(each);
          }
        }
        Files.delete(logs);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
