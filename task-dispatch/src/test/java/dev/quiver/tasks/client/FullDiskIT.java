package dev.quiver.tasks.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerLimits;
import dev.quiver.messaging.connection.DiskFullException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that asks for more free disk than any machine has. */
@Timeout(120)
class FullDiskIT {

  @TempDir private Path folder;

  @Test
  void aSubmitSaysThatTheDiskIsFull() {
    try (Platform platform =
        new Platform(folder, BrokerLimits.defaults().withMinDiskFree(Long.MAX_VALUE / 4))) {
      // Makes the queue; nothing is sent for that.
      platform.worker();
      TaskClient client = platform.client(TaskClientConfig.of("c1"));
      await().until(() -> platform.broker().server().getPagingManager().isDiskFull());

      // With the credit it has, without any left, and in a batch.
      for (int i = 0; i < 3; i++) {
        String id = "t-" + i;
        assertThatThrownBy(() -> client.submit(Platform.task(id, "x"), Destination.pool()))
            .isInstanceOf(DiskFullException.class);
      }
      assertThatThrownBy(
              () ->
                  client.submitAll(
                      List.of(Platform.task("b-1", "x"), Platform.task("b-2", "x")),
                      Destination.pool()))
          .isInstanceOf(DiskFullException.class);
    }
  }
}
