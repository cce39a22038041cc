package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.batch.TransactedSession;
import dev.quiver.messaging.codec.Rejection;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.multicast.Data;
import dev.quiver.multicast.MessageId;
import dev.quiver.multicast.Order;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.wire.PeerCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
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

  /** Whoever put it there: what is for another group is counted and not believed. */
  @Test
  void whatBearsAnotherGroupsNameIsRejected() {
    RoundConfig round = Rounds.config("lab", Order.NONE, 2, 5);
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("peer");
        BrokerConnection one = connections.connect(Use.FENCED);
        BrokerConnection other = connections.connect(Use.FENCED);
        GroupLink link = new GroupLink(one, round, 1, () -> {});
        TransactedSession liar = TransactedSession.on(other)) {
      List<PeerCodec.Arrived> arrived = new CopyOnWriteArrayList<>();
      link.receive(one, arrived::add);
      String queue = one.settings().addresses().multicastPeer("lab", 1);
      for (String group : List.of("lab2", "lab", "lab2")) {
        ClientMessage message = liar.textMessage("plain", false);
        Data data = Data.plain(new MessageId(2, 1), false, group);
        new PeerCodec().write(message, group, 2, new PeerMessage.Plain(data));
        liar.send(queue, message);
      }
      liar.commit();
      await().until(() -> link.rejections().total() == 2);
      assertThat(link.rejections().of(Rejection.WRONG_VALUE)).isEqualTo(2);
      assertThat(arrived)
          .singleElement()
          .satisfies(message -> assertThat(message.group()).isEqualTo("lab"));
    }
  }
}
