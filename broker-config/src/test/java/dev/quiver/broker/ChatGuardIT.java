package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What chat's users must not do to each other, whatever client they use. */
class ChatGuardIT {

  private static final String PASSWORD = "correct horse";
  private static final String ROOM = "quiver.chat.room.lobby";

  @TempDir Path folder;

  private QuiverBroker broker;
  private CoreClient ana;
  private CoreClient mallory;

  @BeforeEach
  void start() throws Exception {
    BrokerLimits limits = BrokerLimits.defaults();
    broker =
        QuiverBroker.start(
            BrokerConfig.in(folder)
                .withPort(0)
                .withLimits(limits.withChat(limits.chat().withMessagesPerSecond(2))));
    try (UserAdmin users = admin()) {
      users.add("ana", PASSWORD, Set.of(Role.CHAT));
      users.add("mallory", PASSWORD, Set.of(Role.CHAT));
    }
    ana = CoreClient.of(broker, "ana", PASSWORD);
    mallory = CoreClient.of(broker, "mallory", PASSWORD);
    ana.session().createAddress(SimpleString.of(ROOM), RoutingType.MULTICAST, false);
    ana.session()
        .createQueue(
            QueueConfiguration.of("ana.lobby")
                .setAddress(ROOM)
                .setRoutingType(RoutingType.MULTICAST)
                .setAutoCreated(false));
  }

  @AfterEach
  void stop() throws Exception {
    ana.close();
    mallory.close();
    broker.close();
  }

  @Test
  void nobodyReadsOrRemovesAnothersSubscription() throws Exception {
    assertThatThrownBy(() -> mallory.session().createConsumer("ana.lobby"))
        .isInstanceOf(ActiveMQSecurityException.class)
        .hasMessageContaining("refused (foreign-subscription)");
    assertThatThrownBy(() -> mallory.session().createConsumer("ana.lobby", true))
        .isInstanceOf(ActiveMQSecurityException.class);
    assertThatThrownBy(() -> mallory.session().deleteQueue("ana.lobby"))
        .isInstanceOf(ActiveMQException.class);
    mallory.send(ROOM, "hello");
    try (var consumer = ana.session().createConsumer("ana.lobby")) {
      assertThat(consumer.receive(5_000)).isNotNull();
    }
    assertThat(broker.server().locateQueue("ana.lobby").getConsumerCount()).isZero();
    ana.session().deleteQueue("ana.lobby");
    assertThat(broker.server().locateQueue("ana.lobby")).isNull();
  }

  @Test
  void nobodyReadsAnothersDirectMessagesOrFiles() throws Exception {
    mallory.send("quiver.chat.user.ana", "for ana");
    for (String queue : new String[] {"quiver.chat.user.ana", "quiver.chat.files.ana"}) {
      assertThatThrownBy(() -> mallory.session().createConsumer(queue))
          .isInstanceOf(ActiveMQException.class);
      assertThatThrownBy(() -> mallory.session().createConsumer(queue, true))
          .isInstanceOf(ActiveMQException.class);
      assertThatThrownBy(() -> mallory.session().deleteQueue(queue))
          .isInstanceOf(ActiveMQException.class);
    }
    try (var consumer = ana.session().createConsumer("quiver.chat.user.ana")) {
      assertThat(consumer.receive(5_000)).isNotNull();
    }
  }

  @Test
  void nobodyTakesAnothersClientId() throws Exception {
    try (ClientSession session = mallory.newSession()) {
      assertThatThrownBy(() -> claim(session, "quiver.chat.ana"))
          .hasMessageContaining("refused (foreign-client-id)");
      claim(session, "quiver.chat.mallory");
    }
    try (ClientSession first = ana.newSession();
        ClientSession second = ana.newSession()) {
      claim(first, "quiver.chat.ana");
      assertThatThrownBy(() -> claim(second, "quiver.chat.ana"))
          .isInstanceOf(ActiveMQException.class);
    }
  }

  @Test
  void ofTwoThatComeAtTheSameInstantOneGetsTheName() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (CoreClient elsewhere = CoreClient.of(broker, "ana", PASSWORD)) {
      for (int round = 0; round < 200; round++) {
        String inbox = "quiver.tasks.results.ana.i" + round;
        try (ClientSession first = ana.newSession();
            ClientSession second = elsewhere.newSession()) {
          CyclicBarrier together = new CyclicBarrier(2);
          List<Callable<Boolean>> comers =
              Stream.of(first, second).map(each -> claims(each, inbox, together)).toList();
          long got = 0;
          for (Future<Boolean> each : threads.invokeAll(comers)) {
            got += each.get() ? 1 : 0;
          }
          assertThat(got).as("who got the name, round %d", round).isEqualTo(1);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Boolean> claims(
      ClientSession session, String inbox, CyclicBarrier together) {
    return () -> {
      together.await();
      try {
        session.addUniqueMetaData("quiver-inbox", inbox);
        return true;
      } catch (ActiveMQException refused) {
        assertThat(refused.getType()).isEqualTo(ActiveMQExceptionType.DUPLICATE_METADATA);
        return false;
      }
    };
  }

  @Test
  void nobodyButAWorkerTakesTheNameOfOne() throws Exception {
    try (ClientSession session = mallory.newSession()) {
      assertThatThrownBy(() -> session.addUniqueMetaData("quiver-worker", "quiver.w1"))
          .hasMessageContaining("refused (foreign-client-id)");
    }
  }

  @Test
  void nobodyTakesTheNameOfAnothersInbox() throws Exception {
    try (ClientSession session = mallory.newSession()) {
      assertThatThrownBy(
              () -> session.addUniqueMetaData("quiver-inbox", "quiver.tasks.results.ana.shell"))
          .hasMessageContaining("refused (foreign-client-id)");
      session.addUniqueMetaData("quiver-inbox", "quiver.tasks.results.mallory.shell");
    }
  }

  @Test
  void aFloodIsRefusedWithTheLimitNamedAndOthersAreNot() throws Exception {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 200; i++) {
                mallory.send(ROOM, "flood " + i);
              }
            })
        .hasMessageContaining("refused (flood)")
        .hasMessageContaining("more than 2 chat messages a second");
    ana.send(ROOM, "hello");
  }

  @Test
  void aMessageIsSmallAndAFileIsNot() throws Exception {
    String large = "x".repeat(40 * 1024);
    for (String address : new String[] {ROOM, "quiver.chat.user.ana", "quiver.chat.all"}) {
      assertThatThrownBy(() -> mallory.send(address, large))
          .hasMessageContaining("refused (message-too-large)");
    }
    ana.createQueue("quiver.chat.files.ana");
    mallory.send("quiver.chat.files.ana", large);
  }

  @Test
  void whoWasRemovedHasNoDirectMessagesAnyMore() throws Exception {
    try (UserAdmin users = admin()) {
      users.remove("ana");
    }
    assertThatThrownBy(() -> mallory.send("quiver.chat.user.ana", "hello"))
        .isInstanceOf(ActiveMQException.class);
  }

  private UserAdmin admin() {
    return UserAdmin.connect(
        broker.url(), "admin", broker.credentials().passwordOf("admin").orElseThrow(), "quiver");
  }

  private static void claim(ClientSession session, String clientId) throws ActiveMQException {
    session.addUniqueMetaData(ClientSession.JMS_SESSION_CLIENT_ID_PROPERTY, clientId);
  }
}
