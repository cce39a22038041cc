package dev.quiver.messaging.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.WaitListener;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionKeeperIT {

  @TempDir Path folder;

  @Test
  void workThatFailsIsBegunAnew() {
    AtomicInteger begun = new AtomicInteger();
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("client");
        SessionKeeper keeper =
            SessionKeeper.start(
                "fails-at-first",
                connections,
                WaitListener.silent(),
                (connection, itself) -> {
                  assertThat(connection.isClosed()).isFalse();
                  if (begun.incrementAndGet() < 3) {
                    throw new IllegalStateException("a fault in the work");
                  }
                  while (!itself.awaitClosing(60_000)) {
                    // It does nothing else.
                  }
                })) {
      await().until(() -> begun.get() == 3);
      assertThat(keeper.isClosing()).isFalse();
    }
    assertThat(begun).hasValue(3);
  }
}
