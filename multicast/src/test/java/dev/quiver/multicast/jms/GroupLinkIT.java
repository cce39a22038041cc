package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.multicast.Order;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupLinkIT {

  @TempDir Path folder;

  /** The first has not begun to receive yet: both have looked before either is heard. */
  @Test
  void ofTwoProcessesOfOneNumberTheBrokerLetsOneBegin() {
    RoundConfig round = Rounds.config("lab", Order.FIFO, 2, 5);
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection one = connections.connect(Use.FENCED);
        BrokerConnection other = connections.connect(Use.FENCED)) {
      try (GroupLink first = new GroupLink(one, round, 1, () -> {})) {
        assertThatThrownBy(() -> new GroupLink(other, round, 1, () -> {}))
            .isInstanceOf(UnusableValueException.class)
            .hasMessageContaining("running already");
        new GroupLink(other, round, 2, () -> {}).close();
        assertThat(first.traffic().framesOut()).as("the first has only begun").isZero();
      }
      new GroupLink(other, round, 1, () -> {}).close();
    }
  }
}
