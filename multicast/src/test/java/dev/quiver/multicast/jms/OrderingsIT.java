package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.CheckReport;
import dev.quiver.multicast.check.Checker;
import dev.quiver.multicast.log.PeerLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The orderings on a real broker: what they promise holds, and without them it does not. */
class OrderingsIT {

  @TempDir static Path folder;
  private static BrokerFixture broker;
  private static Rounds rounds;

  @BeforeAll
  static void start() {
    broker = BrokerFixture.in(folder.resolve("broker"));
    rounds = new Rounds(broker, folder.resolve("logs"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Order.class)
  void whatIsPromisedHolds(Order order) throws Exception {
    assertHolds(rounds.run(order, 4, 60), order, 4 * 4 * 60);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Order.class,
      names = {"TOTAL_SEQUENCER", "TOTAL_LAMPORT", "TOTAL_ISIS"})
  @Tag("long")
  void totalOrdersShowNoDisorderUnderLoad(Order order) throws Exception {
    for (int round = 1; round <= 3; round++) {
      List<PeerLog> logs = rounds.run(order, 5, 300);
      assertHolds(logs, order, 5 * 5 * 300);
      assertThat(Checker.check(logs).unorderedPositions()).isZero();
    }
  }

  /** The control of the test above: there is disorder to be cured, and the checker sees it. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Order.class,
      names = {"NONE", "TOPIC"})
  @Tag("long")
  void withoutATotalOrderThereIsDisorder(Order order) throws Exception {
    for (int round = 1; round <= 10; round++) {
      CheckReport report = Checker.check(rounds.run(order, 5, 1_000));
      assertThat(report.holds(order.promises())).isTrue();
      if (!report.of(Property.TOTAL).holds()) {
        assertThat(report.unorderedPositions()).isPositive();
        assertThat(report.inversions()).isPositive();
        return;
      }
    }
    throw new AssertionError("no disorder in ten rounds of 5 peers with 1000 messages each");
  }

  @ParameterizedTest(name = "{0} peers")
  @ValueSource(ints = {1, 2})
  void smallGroups(int peers) throws Exception {
    assertHolds(
        rounds.run(Order.TOTAL_SEQUENCER, peers, 20), Order.TOTAL_SEQUENCER, peers * peers * 20);
    assertHolds(rounds.run(Order.TOTAL_ISIS, peers, 20), Order.TOTAL_ISIS, peers * peers * 20);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Order.class)
  void nothingToSend(Order order) throws Exception {
    assertHolds(rounds.run(order, 3, 0), order, 0);
  }

  @Test
  void messagesOfOneByteAndOfAHundredKibibytes() throws Exception {
    for (int size : new int[] {1, 100 * 1024}) {
      for (Order order : List.of(Order.FIFO, Order.TOTAL_SEQUENCER)) {
        RoundConfig round = Rounds.config("size" + size + order.label(), order, 3, 10);
        assertHolds(rounds.run(Rounds.withSize(round, size)), order, 3 * 3 * 10);
      }
    }
  }

  @Test
  @Tag("long")
  void twentyPeers() throws Exception {
    assertHolds(rounds.run(Order.TOTAL_SEQUENCER, 20, 10), Order.TOTAL_SEQUENCER, 20 * 20 * 10);
    assertHolds(rounds.run(Order.TOTAL_LAMPORT, 20, 5), Order.TOTAL_LAMPORT, 20 * 20 * 5);
  }

  @Test
  void aGroupsNameCanBeUsedAgain() throws Exception {
    RoundConfig round = Rounds.config("again", Order.TOTAL_SEQUENCER, 3, 20);
    for (int run = 1; run <= 2; run++) {
      assertHolds(rounds.run(round), Order.TOTAL_SEQUENCER, 3 * 3 * 20);
    }
  }

  @Test
  void aNumberThatIsTakenIsRefused() throws Exception {
    RoundConfig round = Rounds.config("taken", Order.FIFO, 2, 5);
    try (var connections = broker.connectionsAs("peer");
        PeerRound one =
            PeerRound.start(
                connections,
                round,
                1,
                "p1",
                folder.resolve("one"),
                RoundListener.silent(),
                java.time.Clock.systemUTC())) {
      assertThatThrownBy(() -> rounds.peer(round, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("peer 1 of the group taken is running already");
      PeerLog two = rounds.peer(round, 2);
      assertThat(one.await().delivered()).isEqualTo(10);
      assertThat(two.delivered()).hasSize(10);
    }
  }

  private static void assertHolds(List<PeerLog> logs, Order order, int deliveries) {
    CheckReport report = Checker.check(logs);
    assertThat(report.crashed()).isEmpty();
    assertThat(report.deliveries()).isEqualTo(deliveries);
    for (Property property : order.promises()) {
      assertThat(report.of(property).first()).as("%s of %s", property, order).isNull();
    }
  }
}
