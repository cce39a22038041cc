package dev.quiver.messaging.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.ClusterConfig;
import dev.quiver.broker.Credentials;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a thing is, for clients that reach the brokers in different ways. */
@Timeout(120)
class ClusterBrokersIT {

  @TempDir private Path folder;
  private int[] ports;
  private final List<QuiverBroker> running = new ArrayList<>();
  private final List<ClusterBrokers> asking = new ArrayList<>();
  private Credentials passwords;

  @BeforeEach
  void prepare() throws IOException {
    passwords =
        Credentials.of(
            Stream.of(Role.values())
                .collect(Collectors.toMap(Role::label, each -> "secret-of-" + each.label())));
    try (ServerSocket one = free();
        ServerSocket other = free()) {
      ports = new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  private static ServerSocket free() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() {
    asking.forEach(ClusterBrokers::close);
    running.forEach(QuiverBroker::close);
  }

  @Test
  void allAgreeHoweverTheyReachTheBrokersAndWhicheverIsAway() throws Exception {
    QuiverBroker first = start(0, "localhost");
    QuiverBroker second = start(1, "127.0.0.1");
    ClusterBrokers one = asks("127.0.0.1:" + ports[0], "localhost:" + ports[1]);
    ClusterBrokers other = asks("127.0.0.1:" + ports[1], "127.0.0.1:" + ports[0]);
    List<String> things = IntStream.range(0, 100).mapToObj(each -> "thing" + each).toList();
    List<String> homes = things.stream().map(one::homeOf).toList();
    assertThat(homes).contains("localhost:" + ports[0], "localhost:" + ports[1]);
    assertThat(things.stream().map(other::homeOf).toList()).isEqualTo(homes);

    first.close();
    ClusterBrokers later = asks("127.0.0.1:" + ports[0], "127.0.0.1:" + ports[1]);
    assertThat(things.stream().map(later::homeOf).toList()).isEqualTo(homes);
    assertThatThrownBy(() -> later.connect("localhost:" + ports[0], Use.FENCED))
        .isInstanceOf(BrokerUnreachableException.class);
    try (BrokerConnection there = later.connect("localhost:" + ports[1], Use.FENCED)) {
      assertThat(there.settings().url()).isEqualTo("tcp://127.0.0.1:" + ports[1]);
    }
    start(0, "localhost");
    try (BrokerConnection back = later.await("localhost:" + ports[0], Use.FENCED)) {
      assertThat(back.settings().url()).isEqualTo("tcp://127.0.0.1:" + ports[0]);
    }

    second.close();
    ClusterBrokers last = asks("127.0.0.1:" + ports[1]);
    assertThatThrownBy(() -> last.homeOf("thing")).isInstanceOf(BrokerUnreachableException.class);
  }

  @Test
  void brokersThatCallEachOtherByDifferentNamesAreNotBelieved() {
    start(0, "127.0.0.1");
    start(1, "127.0.0.2");
    ClusterBrokers one = asks("127.0.0.1:" + ports[0], "127.0.0.1:" + ports[1]);
    assertThatThrownBy(() -> one.homeOf("thing"))
        .isInstanceOf(ClusterUnclearException.class)
        .hasMessageContaining("127.0.0.2:" + ports[0])
        .hasMessageContaining("--peer");
    assertThatThrownBy(() -> one.homeOf("thing")).isInstanceOf(ClusterUnclearException.class);
  }

  @Test
  void aBrokerAloneIsNoneOfACluster() {
    BrokerConfig alone = BrokerConfig.in(folder.resolve("alone")).withPort(0);
    QuiverBroker broker = QuiverBroker.start(alone, passwords);
    running.add(broker);
    ClusterBrokers one = asks(broker.url());
    assertThatThrownBy(() -> one.homeOf("thing"))
        .isInstanceOf(ClusterUnclearException.class)
        .hasMessageContaining("--cluster");
  }

  private QuiverBroker start(int index, String hostOfOther) {
    HostPort other = new HostPort(hostOfOther, ports[1 - index]);
    QuiverBroker broker =
        QuiverBroker.start(
            BrokerConfig.in(folder.resolve("member-" + index))
                .withPort(ports[index])
                .withCluster(new ClusterConfig(List.of(other), null)),
            passwords);
    running.add(broker);
    return broker;
  }

  private ClusterBrokers asks(String... urls) {
    ConnectionSettings designated =
        ConnectionSettings.of("tcp://127.0.0.1:1", Role.CHAT.label(), "secret-of-chat");
    ClusterBrokers made = ClusterBrokers.of(Router.of(designated, List.of(urls)));
    asking.add(made);
    return made;
  }
}
