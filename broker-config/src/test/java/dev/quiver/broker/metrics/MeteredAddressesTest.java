package dev.quiver.broker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeteredAddressesTest {

  private final MeteredAddresses metered = new MeteredAddresses("quiver");

  private boolean isMetered(String address) {
    return metered.isMetered(address, null) && metered.isMetered(address, address);
  }

  private boolean isMetered(String address, @Nullable String queue) {
    return metered.isMetered(address, queue);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quiver.tasks.pool.text.count_words",
        "quiver.tasks.submit.exec.high",
        "quiver.tasks.assigned.w1",
        "quiver.tasks.dead",
        "quiver.orchestrators.leader",
        "quiver.numbers.main",
        "DLQ",
        "ExpiryQueue"
      })
  void whatOperatorsWatchIsThere(String address) {
    assertThat(isMetered(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quiver.tasks.results.maria.map-1",
        "quiver.replies.maria.p1",
        "quiver.chat.user.maria",
        "quiver.dht.demo.n1",
        "quiver.multicast.g.peer.1",
        "other.tasks.pool.exec",
        "quivers.tasks.dead",
        "activemq.management"
      })
  void whatGrowsWithUsersAndNodesIsNot(String address) {
    assertThat(isMetered(address, null)).isFalse();
    assertThat(isMetered(address, address)).isFalse();
  }

  @Test
  void ofSubscriptionsOnlyThoseThatLastAreThere() {
    assertThat(isMetered("quiver.tasks.events", "orchestrator.events.A")).isTrue();
    assertThat(isMetered("quiver.tasks.cancel", "quiver.tasks.cancel.tombstones")).isTrue();
    assertThat(isMetered("quiver.workers.heartbeat", "orchestrator.beats.A-1234")).isFalse();
    assertThat(isMetered("quiver.chat.room.lobby", "maria.0c2f")).isFalse();
  }
}
