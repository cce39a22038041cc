package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever one user does, there is room left for others: of queues, addresses and keys. */
class SharesIT {

  private static final int MOST = 12;
  private static final String CLIENTS = "quiver.presence.client";
  private static final String WORKERS = "quiver.presence.worker";
  private static final String CANCEL = "quiver.tasks.cancel";

  /** Some 15 KB. */
  private static final String BIG = "x".repeat(15_000 / 2);

  /** More of these than there is room for in any address that keeps them. */
  private static final int MANY = 2_000;

  @TempDir Path folder;
  private QuiverBroker broker;
  private CoreClient greedy;
  private CoreClient other;

  @BeforeEach
  void start() throws Exception {
    broker =
        QuiverBroker.start(
            BrokerConfig.in(folder)
                .withPort(0)
                .withLimits(
                    BrokerLimits.defaults().withPerUser(new BrokerLimits.PerUser(100, MOST))));
    String password = broker.credentials().passwordOf("admin").orElseThrow();
    try (UserAdmin users = UserAdmin.connect(broker.url(), "admin", password, "quiver")) {
      for (String each : List.of("greedy", "other")) {
        users.add(each, "secret-of-" + each, Set.of(Role.CLIENT, Role.WORKER, Role.CHAT));
      }
    }
    greedy = CoreClient.of(broker, "greedy", "secret-of-greedy");
    other = CoreClient.of(broker, "other", "secret-of-other");
  }

  @AfterEach
  void stop() throws Exception {
    greedy.close();
    other.close();
    broker.close();
  }

  @Test
  void aUserMakesSoManyQueuesAndOthersAreNotHeldUp() throws Exception {
    List<String> made = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= MOST; i++) {
                String name = "quiver.replies.greedy." + i;
                greedy.createQueue(name);
                made.add(name);
              }
            })
        .hasMessageContaining("refused (too-many-queues)");
    assertThat(made).hasSize(MOST);
    other.createQueue("quiver.replies.other.1");
    greedy.session().deleteQueue(made.get(0));
    greedy.createQueue("quiver.replies.greedy.again");
    assertThatThrownBy(() -> greedy.createQueue("quiver.replies.greedy.more"))
        .hasMessageContaining("refused (too-many-queues)");
  }

  /** A subscription needs no address of its own. */
  @Test
  void subscriptionsCount() throws Exception {
    for (int i = 0; i < MOST; i++) {
      subscribe("greedy." + i);
    }
    assertThatThrownBy(() -> subscribe("greedy.more"))
        .hasMessageContaining("refused (too-many-queues)")
        .hasMessageContaining(MOST + " queues");
    greedy.session().deleteQueue("greedy.0");
    subscribe("greedy.more");
  }

  /** A room is an address with two queues of the broker's own. */
  @Test
  void addressesWithoutQueuesCount() throws Exception {
    int before = bindings();
    room(other, "theirs");
    int perRoom = bindings() - before;
    List<String> made = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= MOST; i++) {
                room(greedy, "r" + i);
                made.add("r" + i);
              }
            })
        .hasMessageContaining("refused (too-many-queues)");
    assertThat(made).hasSize(MOST);
    assertThat(bindings()).isEqualTo(before + (MOST + 1) * perRoom);
    // What is there already, of whomever, may be asked for again.
    room(greedy, "theirs");
    room(greedy, made.get(0));
    room(other, made.get(0));
    // It was refused all the same, and so counts for nobody.
    room(other, "r" + MOST);
    broker.server().removeAddressInfo(SimpleString.of("quiver.chat.room.r0"), null, true);
    room(greedy, "again");
    assertThatThrownBy(() -> room(greedy, "more"))
        .hasMessageContaining("refused (too-many-queues)");
  }

  @Test
  void addressesWithARoutingPrefixCount() throws Exception {
    try (CoreClient same =
        CoreClient.prefixed(broker, "multicastPrefix=jms.topic.", "greedy", "secret-of-greedy")) {
      for (int i = 0; i < MOST; i++) {
        topic(same, "jms.topic.quiver.chat.room.r" + i);
      }
      assertThatThrownBy(() -> topic(same, "jms.topic.quiver.chat.room.more"))
          .hasMessageContaining("refused (too-many-queues)");
      topic(same, "jms.topic.quiver.chat.room.r0");
    }
  }

  /** As by a request that came before the address was removed, and is carried out after that. */
  @Test
  void anAddressThatIsMadeAgainLateCounts() throws Exception {
    for (int i = 0; i < MOST; i++) {
      room(greedy, "r" + i);
    }
    SimpleString first = SimpleString.of("quiver.chat.room.r0");
    broker.server().removeAddressInfo(first, null, true);
    broker.server().addAddressInfo(new AddressInfo(first, RoutingType.MULTICAST));
    assertThatThrownBy(() -> room(greedy, "more"))
        .hasMessageContaining("refused (too-many-queues)");
  }

  /** How to take more of an address that keeps the last message of each key. */
  private enum Greed {
    MANY_KEYS {
      @Override
      void send(SharesIT it, ClientSession session, int i) throws ActiveMQException {
        it.send(session, CLIENTS, keyed(session, "greedy/" + i, BIG));
      }
    },
    /** Which the broker looks for every two seconds only. */
    EXPIRED_AT_ONCE {
      @Override
      void send(SharesIT it, ClientSession session, int i) throws ActiveMQException {
        ClientMessage message = keyed(session, "greedy/" + i, BIG);
        message.setExpiration(System.currentTimeMillis() + 1);
        it.send(session, CLIENTS, message);
      }
    },
    /** The second one is dropped, and does not replace the first. */
    SAME_DUPLICATE_ID {
      @Override
      void send(SharesIT it, ClientSession session, int i) throws ActiveMQException {
        it.send(session, CLIENTS, withId(keyed(session, "greedy/" + i, BIG), i));
        it.send(session, CLIENTS, withId(keyed(session, "greedy/" + i, "-"), i));
      }
    },
    /** Which replaces nothing. */
    ROLLED_BACK {
      @Override
      void send(SharesIT it, ClientSession session, int i) throws ActiveMQException {
        it.send(session, CLIENTS, keyed(session, "greedy/" + i, BIG));
        ClientSession transacted = it.transacted();
        it.send(transacted, CLIENTS, keyed(transacted, "greedy/" + i, "-"));
        transacted.rollback();
      }
    },
    /** Which replace each other when it commits. */
    OPEN_TRANSACTION {
      @Override
      void send(SharesIT it, ClientSession session, int i) throws ActiveMQException {
        ClientSession transacted = it.transacted();
        it.send(transacted, CLIENTS, keyed(transacted, "greedy/1", BIG));
        // Which is answered when the sends before it have been looked at; they are not waited for.
        var unused = transacted.addressQuery(SimpleString.of(CLIENTS));
      }
    },
    /** A subscriber who does not read has them all. */
    UNREAD_SUBSCRIPTION {
      @Override
      void send(SharesIT it, ClientSession session, int i) throws ActiveMQException {
        if (i == 0) {
          it.subscribe("greedy.unread");
        }
        it.send(session, CANCEL, keyed(session, "greedy/1", BIG));
      }
    };

    abstract void send(SharesIT it, ClientSession session, int i) throws ActiveMQException;
  }

  @ParameterizedTest
  @EnumSource
  void half(Greed greed) throws Exception {
    String refused = "";
    try {
      for (int i = 0; i < MANY; i++) {
        greed.send(this, greedy.session(), i);
        assertThat(List.of(taken(CLIENTS), taken(WORKERS), taken(CANCEL)))
            .allMatch(share -> share <= 0.5);
      }
    } catch (ActiveMQException half) {
      refused = half.getMessage();
    }
    for (String address : List.of(CLIENTS, WORKERS, CANCEL)) {
      send(other.session(), address, keyed(other.session(), "other/1", BIG));
    }
    if (greed == Greed.OPEN_TRANSACTION) {
      assertThat(taken(CLIENTS)).isGreaterThan(0.4);
      assertThatThrownBy(() -> transacted().commit())
          .hasMessageContaining("refused (too-many-keys)");
    } else if (greed != Greed.EXPIRED_AT_ONCE) {
      // What has expired at once may be gone at once as well.
      assertThat(refused).contains("refused (too-many-keys)");
      assertThat(Stream.of(CLIENTS, WORKERS, CANCEL).map(this::taken)).anyMatch(part -> part > 0.4);
    }
  }

  @Test
  void whoIsKnownGoesOnAndWhatHasExpiredMakesRoom() throws Exception {
    List<String> kept = fill(20_000);
    for (int i = 0; i < 3; i++) {
      for (String each : kept.subList(0, 10)) {
        renew(each, 20_000);
      }
    }
    renew(kept.get(0), 1);
    await().ignoreExceptions().untilAsserted(() -> renew("greedy/new", 20_000));
  }

  @Test
  void whatAnAdminRemovesMakesRoom() throws Exception {
    List<String> kept = fill(3_000_000);
    Queue queue = broker.server().locateQueue(CLIENTS);
    assertThat(queue.deleteAllReferences()).isEqualTo(kept.size());
    assertThat(fill(3_000_000)).hasSameSizeAs(kept);
  }

  @Test
  void whatIsRolledBackMakesRoom() throws Exception {
    ClientSession transacted = transacted();
    int sent = 0;
    for (int i = 0; i < 100; i++, sent++) {
      send(transacted, CLIENTS, keyed(transacted, "greedy/" + i, BIG));
    }
    transacted.rollback();
    assertThat(taken(CLIENTS)).isLessThan(0.01);
    assertThat(fill(20_000)).hasSizeGreaterThan(sent * 2);
  }

  @Test
  void nobodyDelaysThem() {
    ClientSession session = greedy.session();
    for (String address : List.of(CLIENTS, WORKERS, CANCEL)) {
      ClientMessage late =
          keyed(session, "greedy/1", "later")
              .putLongProperty(
                  Message.HDR_SCHEDULED_DELIVERY_TIME, System.currentTimeMillis() + 3_600_000);
      assertThatThrownBy(() -> send(session, address, late))
          .hasMessageContaining("refused (forged-property)");
    }
  }

  /** Of which Artemis tells nobody. */
  @Test
  void whatAnotherPluginRefusesTakesNoRoom() throws Exception {
    ActiveMQServerPlugin other =
        new ActiveMQServerPlugin() {
          @Override
          public void beforeSend(
              ServerSession session, Transaction tx, Message message, boolean direct, boolean no)
              throws ActiveMQException {
            throw new ActiveMQIllegalStateException("not on Mondays");
          }
        };
    broker.server().registerBrokerPlugin(other);
    for (int i = 0; i < 700; i++) {
      String key = "greedy/" + i;
      assertThatThrownBy(() -> renew(key, 20_000)).hasMessageContaining("Mondays");
    }
    broker.server().unRegisterBrokerPlugin(other);
    assertThat(fill(20_000)).hasSizeGreaterThan(400);
  }

  /** Sends under new keys until that is refused, and says under which it was not. */
  private List<String> fill(long millis) {
    List<String> kept = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < MANY; i++) {
                renew("greedy/" + i, millis);
                kept.add("greedy/" + i);
              }
            })
        .hasMessageContaining("refused (too-many-keys)");
    return kept;
  }

  private void renew(String key, long millis) throws ActiveMQException {
    ClientMessage message = keyed(greedy.session(), key, BIG);
    message.setExpiration(System.currentTimeMillis() + millis);
    send(greedy.session(), CLIENTS, message);
  }

  private @Nullable ClientSession open;

  private ClientSession transacted() throws ActiveMQException {
    ClientSession made = open;
    if (made == null) {
      made = greedy.newTransactedSession();
      open = made;
    }
    return made;
  }

  private void send(ClientSession session, String address, ClientMessage message)
      throws ActiveMQException {
    try (ClientProducer producer = session.createProducer(address)) {
      producer.send(message);
    }
  }

  private static ClientMessage keyed(ClientSession session, String key, String body) {
    ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
    message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(body));
    return message.putStringProperty(Message.HDR_LAST_VALUE_NAME.toString(), key);
  }

  private static ClientMessage withId(ClientMessage message, int number) {
    return message.putStringProperty(
        Message.HDR_DUPLICATE_DETECTION_ID.toString(), "greedy/" + number);
  }

  /** The part of an address's limit that is taken, as Artemis counts. */
  private double taken(String address) {
    SimpleString name = SimpleString.of(address);
    long most = broker.server().getAddressSettingsRepository().getMatch(address).getMaxSizeBytes();
    try {
      return (double) broker.server().getPagingManager().getPageStore(name).getAddressSize() / most;
    } catch (Exception cause) {
      throw new IllegalStateException(cause);
    }
  }

  private int bindings() {
    return (int) broker.server().getPostOffice().getAllBindings().count();
  }

  private static void topic(CoreClient by, String name) throws ActiveMQException {
    by.session().createAddress(SimpleString.of(name), RoutingType.MULTICAST, false);
  }

  private static void room(CoreClient by, String name) throws ActiveMQException {
    topic(by, "quiver.chat.room." + name);
  }

  private void subscribe(String name) throws ActiveMQException {
    greedy
        .session()
        .createQueue(
            QueueConfiguration.of(name).setAddress(CANCEL).setRoutingType(RoutingType.MULTICAST));
  }
}
