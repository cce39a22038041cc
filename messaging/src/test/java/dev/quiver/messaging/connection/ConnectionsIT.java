package dev.quiver.messaging.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.DisuseTimes;
import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.messaging.BrokerFixture;
import dev.quiver.messaging.CuttingProxy;
import dev.quiver.messaging.batch.TransactedSession;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class ConnectionsIT {

  private static final List<String> ACCOUNTS =
      List.of(
          "admin", "orchestrator", "worker", "client", "chat", "numbers", "peer", "node", "viewer");

  @TempDir Path folder;

  @Test
  void everyAccountConnectsForEveryUse() {
    try (BrokerFixture broker = BrokerFixture.in(folder)) {
      for (String account : ACCOUNTS) {
        for (Use use : Use.values()) {
          try (Connections connections = broker.connectionsAs(account)) {
            assertThat(connections.connect(use).isClosed()).isFalse();
          }
        }
      }
    }
  }

  @Test
  void aWrongPasswordIsRefusedByName() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections =
            Connections.to(broker.as("client").withUser("client", Password.of("guess")))) {
      assertThatThrownBy(() -> connections.connect(Use.CONSUME))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("\"client\"")
          .hasMessageNotContaining("guess");
      assertThatThrownBy(() -> connections.await(Use.CONSUME, WaitListener.silent()))
          .isInstanceOf(LoginRefusedException.class);
    }
  }

  @Test
  void anInterruptWhileASessionIsMadeIsNotLost() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = Connections.to(broker.as("client"));
        BrokerConnection connection = connections.connect(Use.FENCED)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> connection.autoCommitSession(0))
          .isInstanceOf(UnknownOutcomeException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void nobodyThereIsToldAtOnce() {
    String url = "tcp://127.0.0.1:" + freePort();
    assertFailsAtOnce(url, BrokerUnreachableException.class);
  }

  @Test
  void anUnknownHostIsTold() {
    assertThat(
            assertFailsAtOnce("tcp://no-such-host.invalid:61616", BrokerUnreachableException.class))
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void aServiceThatNeverAnswersIsTold() {
    try (ForeignService silent = ForeignService.silent()) {
      assertThat(assertFailsAtOnce(silent.url(), BrokerUnreachableException.class))
          .hasMessageContaining("accepts connections");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9|an SSH server",
        "AMQP....|AMQP broker that is not Artemis",
        "....ActiveMQ....|ActiveMQ Classic",
        "220 mail ready|mail or FTP",
        "hello\u001b[2J|answered \"hello.[2J\""
      })
  void aServiceThatGreetsIsNamed(String greetingAndName) {
    String[] parts = greetingAndName.split("\\|", -1);
    try (ForeignService foreign = ForeignService.greeting(parts[0])) {
      assertThat(assertFailsAtOnce(foreign.url(), NotOurBrokerException.class))
          .hasMessageContaining(parts[1]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request|a web server", "-ERR unknown|a Redis server"})
  void aServiceThatAnswersLinesIsNamed(String answerAndName) {
    String[] parts = answerAndName.split("\\|", -1);
    try (ForeignService foreign = ForeignService.answeringLines(parts[0])) {
      assertThat(assertFailsAtOnce(foreign.url(), NotOurBrokerException.class))
          .hasMessageContaining(parts[1]);
    }
  }

  @Test
  void aServiceThatHangsUpIsTold() {
    try (ForeignService foreign = ForeignService.hangingUp()) {
      assertFailsAtOnce(foreign.url(), NotOurBrokerException.class);
    }
  }

  @Test
  void whereABrokerHasBeenOneThatHangsUpIsAway() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = Connections.to(broker.as("node"))) {
      assertThat(connections.connect(Use.CONSUME).isClosed()).isFalse();
      int port = URI.create(broker.as("node").url()).getPort();
      broker.stop();
      try (ForeignService dying = ForeignService.hangingUpAt(port)) {
        assertThatThrownBy(() -> connections.connect(Use.CONSUME))
            .isInstanceOf(BrokerUnreachableException.class)
            .hasMessageContaining("it hangs up");
        assertThat(dying.connections()).isPositive();
      }
    }
  }

  @Test
  void oneLivingServerOfAPairIsEnough() {
    try (BrokerFixture broker = BrokerFixture.in(folder)) {
      ConnectionSettings settings = broker.as("worker");
      String pair = "(tcp://127.0.0.1:" + freePort() + "," + settings.url() + ")";
      try (Connections connections = Connections.to(settings.withUrl(pair))) {
        assertThat(connections.connect(Use.CONSUME).isClosed()).isFalse();
      }
    }
  }

  @Test
  void whatHangsUpInTheOtherPlaceOfAPairIsTakenForOneThatDoesNotServe() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        ForeignService published = ForeignService.hangingUp()) {
      ConnectionSettings settings = broker.as("worker");
      String pair = "(" + published.url() + "," + settings.url() + ")";
      try (Connections connections = Connections.to(settings.withUrl(pair))) {
        assertThat(connections.connect(Use.CONSUME).isClosed()).isFalse();
      }
      String nobody = "(" + published.url() + ",tcp://127.0.0.1:" + freePort() + ")";
      assertFails(
          ConnectionSettings.of(nobody, "client", "secret"), BrokerUnreachableException.class);
    }
  }

  @Test
  void anArtemisBrokerWithoutOurAddressesIsTold() throws Exception {
    try (PlainBroker plain = PlainBroker.start()) {
      assertThat(assertFailsAtOnce(plain.url(), NotOurBrokerException.class))
          .hasMessageContaining("namespace \"quiver\"");
    }
  }

  @Test
  void aBrokerThatDoesNotStampUsersIsRefused() throws Exception {
    try (PlainBroker plain = PlainBroker.start()) {
      plain.declare("quiver.tasks.cancel");
      try (Connections connections =
          Connections.to(ConnectionSettings.of(plain.url(), "worker", "any"))) {
        BrokerConnection connection = connections.connect(Use.CONSUME);
        assertThatThrownBy(() -> UserStamps.require(connection))
            .isInstanceOf(UsersNotStampedException.class)
            .hasMessageContaining("populate-validated-user");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "orchestrator", "worker", "chat", "numbers", "peer", "node"})
  void ourBrokerStampsUsersAndTheCheckLeavesNothingBehind(String account) {
    BrokerConfig config =
        BrokerConfig.in(folder).withPort(0).withDisuse(DisuseTimes.of(Duration.ofMillis(500)));
    try (BrokerFixture broker = BrokerFixture.with(config);
        Connections connections = broker.connectionsAs(account)) {
      UserStamps.require(connections.connect(Use.CONSUME));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  broker.broker().server().getPostOffice().getAddresses().stream()
                      .noneMatch(each -> each.toString().startsWith("quiver.replies.")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "viewer"})
  void aUserWhoMayNotBeARoleIsToldSo(String account) {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs(account)) {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      assertThatThrownBy(() -> UserStamps.require(connection))
          .isInstanceOf(NotAuthorisedException.class);
    }
  }

  @Test
  void aRoleWaitsForABrokerThatStartsLater() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    try (BrokerFixture broker = BrokerFixture.in(folder)) {
      ConnectionSettings settings = broker.as("worker");
      broker.stop();
      try (Connections connections = Connections.to(settings)) {
        CompletableFuture<BrokerConnection> waiting = awaitOnThread(connections, said);
        await().until(() -> said.size() >= 3);
        assertThat(said.get(0)).contains("127.0.0.1");
        broker.start();
        await().atMost(Duration.ofSeconds(20)).until(waiting::isDone);
        assertThat(waiting.join().isClosed()).isFalse();
        assertThat(said).last().isEqualTo("connected");
      }
    }
  }

  /** The library alone would try for ever, twenty times a second, with an error in the log each. */
  @Test
  void whoseAccountIsRemovedIsToldSoAndIsNotTriedForEver() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        UserAdmin users = admin(broker)) {
      users.add("rita", "long-enough-1", Set.of(Role.CLIENT));
      ConnectionSettings rita =
          broker
              .as("client")
              .withUser("rita", Password.of("long-enough-1"))
              .withTimings(
                  ConnectionSettings.Timings.defaults()
                      .withCall(Duration.ofSeconds(2))
                      .withRetry(Duration.ofMillis(50), Duration.ofMillis(400)));
      try (Connections connections = Connections.to(rita)) {
        BrokerConnection connection = connections.connect(Use.CONSUME);
        List<String> heard = new CopyOnWriteArrayList<>();
        connection.onChange(heardIn(heard));
        ClientSession session = connection.transactedSession();
        users.remove("rita");
        await().atMost(Duration.ofSeconds(30)).until(() -> heard.contains("lost"));
        assertThat(heard).containsExactly("broken", "lost");
        assertThat(connection.isShutOut()).isTrue();
        assertThat(connection.isClosed()).isTrue();
        assertThat(session.isClosed()).isTrue();
        assertThatThrownBy(connection::transactedSession)
            .isInstanceOf(LoginRefusedException.class)
            .hasMessageContaining("rita");
      }
    }
  }

  @Test
  void whoIsLetInAgainInTimeGoesOn() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        UserAdmin users = admin(broker)) {
      users.add("rita", "long-enough-1", Set.of(Role.CLIENT));
      ConnectionSettings rita = broker.as("client").withUser("rita", Password.of("long-enough-1"));
      try (Connections connections = Connections.to(rita)) {
        BrokerConnection connection = connections.connect(Use.CONSUME);
        List<String> heard = new CopyOnWriteArrayList<>();
        connection.onChange(heardIn(heard));
        ClientSession session = connection.transactedSession();
        users.remove("rita");
        await().until(() -> refusals(broker) > 0);
        users.add("rita", "long-enough-1", Set.of(Role.CLIENT));
        await().atMost(Duration.ofSeconds(30)).until(() -> heard.contains("restored"));
        assertThat(connection.isShutOut()).isFalse();
        assertThat(session.addressQuery(SimpleString.of("quiver.tasks.cancel")).isExists())
            .isTrue();
      }
    }
  }

  /** An outage between two refusals is not a time in which the login was refused. */
  @Test
  void whoIsRefusedBeforeAnOutageAndAfterItGoesOn() throws Exception {
    Duration call = Duration.ofSeconds(4);
    try (BrokerFixture broker = BrokerFixture.in(folder)) {
      ConnectionSettings rita =
          broker
              .as("client")
              .withUser("rita", Password.of("long-enough-1"))
              .withTimings(
                  ConnectionSettings.Timings.defaults()
                      .withCall(call)
                      .withRetry(Duration.ofMillis(50), Duration.ofMillis(400)));
      try (UserAdmin users = admin(broker)) {
        users.add("rita", "long-enough-1", Set.of(Role.CLIENT));
      }
      try (Connections connections = Connections.to(rita)) {
        BrokerConnection connection = connections.connect(Use.CONSUME);
        List<String> heard = new CopyOnWriteArrayList<>();
        connection.onChange(heardIn(heard));
        ClientSession session = connection.transactedSession();
        try (UserAdmin users = admin(broker)) {
          users.remove("rita");
          await().until(() -> refusals(broker) > 0);
        }
        broker.stop();
        // Longer than a refusal has to last to be believed.
        long until = System.nanoTime() + call.multipliedBy(2).toNanos();
        await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() > until);
        broker.start();
        await().until(() -> refusals(broker) > 0);
        try (UserAdmin users = admin(broker)) {
          users.add("rita", "long-enough-1", Set.of(Role.CLIENT));
        }
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> heard.contains("restored") || heard.contains("lost"));
        assertThat(heard).containsExactly("broken", "restored");
        assertThat(connection.isShutOut()).isFalse();
        assertThat(session.isClosed()).isFalse();
      }
    }
  }

  private static long refusals(BrokerFixture broker) {
    return broker.broker().server().getSecurityStore().getAuthenticationFailureCount();
  }

  private static UserAdmin admin(BrokerFixture broker) {
    String password = broker.broker().credentials().passwordOf("admin").orElseThrow();
    return UserAdmin.connect(broker.broker().url(), "admin", password, "quiver");
  }

  private static BrokerConnection.ChangeListener heardIn(List<String> heard) {
    return new BrokerConnection.ChangeListener() {
      @Override
      public void broken() {
        heard.add("broken");
      }

      @Override
      public void restored() {
        heard.add("restored");
      }

      @Override
      public void lost() {
        heard.add("lost");
      }
    };
  }

  @Test
  void closingEndsAWaitAtOnce() {
    List<String> said = new CopyOnWriteArrayList<>();
    ConnectionSettings settings =
        ConnectionSettings.of("tcp://127.0.0.1:" + freePort())
            .withTimings(
                ConnectionSettings.Timings.defaults()
                    .withRetry(Duration.ofMinutes(1), Duration.ofMinutes(1)));
    Connections connections = Connections.to(settings);
    CompletableFuture<BrokerConnection> waiting = awaitOnThread(connections, said);
    await().until(() -> said.size() == 1);
    connections.close();
    await().atMost(Duration.ofSeconds(2)).until(waiting::isCompletedExceptionally);
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(ConnectionLostException.class);
  }

  @Test
  void anInterruptEndsAWaitAtOnceAlsoWhileAServiceStaysSilent() throws Exception {
    try (ForeignService silent = ForeignService.silent();
        Connections connections =
            Connections.to(
                ConnectionSettings.of(silent.url())
                    .withTimings(
                        ConnectionSettings.Timings.defaults().withProbe(Duration.ofMinutes(1))))) {
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  connections.await(Use.CONSUME, WaitListener.silent());
                } catch (Throwable e) {
                  ended.complete(e);
                }
              });
      thread.start();
      await().until(() -> silent.connections() == 1);
      thread.interrupt();
      await().atMost(Duration.ofSeconds(2)).until(ended::isDone);
      assertThat(ended.join()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aMissingPermissionNamesPermissionAddressAndUser() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("client")) {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      try (TransactedSession session = TransactedSession.on(connection)) {
        NotAuthorisedException refusal =
            catchThrowableOfType(
                NotAuthorisedException.class,
                () -> session.consume("quiver.tasks.dead", 1000, message -> {}));
        assertThat(refusal.user()).isEqualTo("client");
        assertThat(refusal.permission()).isEqualTo("CONSUME");
        assertThat(refusal.address()).isEqualTo("quiver.tasks.dead");
      }
    }
  }

  @Test
  void aMissingPermissionInATransactionIsToldAtTheCommit() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("viewer");
        TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME))) {
      session.send("quiver.tasks.dead", session.textMessage("task", true));
      assertThatThrownBy(session::commit)
          .isInstanceOf(NotAuthorisedException.class)
          .hasMessageContaining("SEND")
          .hasMessageContaining("quiver.tasks.dead");
    }
  }

  @Test
  void aDuplicateIdIsToldAtTheCommit() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      BrokerConnection connection = connections.connect(Use.CONSUME);
      try (TransactedSession session = TransactedSession.on(connection)) {
        session.queues().durable("quiver.tasks.pool.demo.sleep");
        session.send("quiver.tasks.pool.demo.sleep", withDuplicateId(session, "one"));
        session.commit();
        session.send("quiver.tasks.pool.demo.sleep", withDuplicateId(session, "one"));
        assertThatThrownBy(session::commit).isInstanceOf(DuplicateIdException.class);
      }
      assertThat(broker.depth("quiver.tasks.pool.demo.sleep")).isEqualTo(1);
    }
  }

  @Test
  void aSendToAQueueThatIsNotThereIsToldAtTheCommit() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker");
        TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME))) {
      session.send("quiver.tasks.pool.nobody.serves", session.textMessage("task", true));
      assertThatThrownBy(session::commit).isInstanceOf(QueueMissingException.class);
    }
  }

  @Test
  void aRestartUnderAFencedConnectionEndsItForGood() {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      BrokerConnection connection = connections.connect(Use.FENCED);
      try (TransactedSession session = TransactedSession.on(connection)) {
        session.send("quiver.tasks.dead", session.textMessage("task", true));
        broker.restart();
        assertThatThrownBy(session::commit)
            .isInstanceOfAny(ConnectionLostException.class, UnknownOutcomeException.class);
        assertThatThrownBy(() -> TransactedSession.on(connection))
            .isInstanceOf(ConnectionLostException.class);
        assertThat(broker.depth("quiver.tasks.dead")).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void anAttemptThatADyingBrokerNeverAnswersIsFollowedByTheNext(int unanswered) {
    // A call may take long here: only the end of the connection can end an attempt in time.
    ConnectionSettings.Timings patient =
        ConnectionSettings.Timings.defaults().withCall(Duration.ofMinutes(10));
    try (BrokerFixture broker = BrokerFixture.in(folder);
        CuttingProxy proxy = CuttingProxy.before(broker.broker().url());
        Connections connections =
            Connections.to(broker.as("client").withUrl(proxy.url()).withTimings(patient))) {
      List<String> heard = new CopyOnWriteArrayList<>();
      BrokerConnection connection = connections.connect(Use.CONSUME);
      connection.onChange(new Changes(heard));

      proxy.die(unanswered);
      proxy.cut();

      await().atMost(Duration.ofMinutes(2)).until(() -> heard.contains("restored"));
      assertThat(heard).containsExactly("broken", "restored");
      assertThat(proxy.dying()).isZero();
      assertThat(connection.autoCommitSession().isClosed()).isFalse();
    }
  }

  @Test
  void jmsSpeaksToTheSameBroker() throws Exception {
    try (BrokerFixture broker = BrokerFixture.in(folder);
        Connections connections = broker.connectionsAs("worker")) {
      try (TransactedSession session = TransactedSession.on(connections.connect(Use.CONSUME))) {
        session.queues().durable("quiver.tasks.worker.w1");
      }
      try (JMSContext jms = connections.jms(Use.CONSUME).createContext()) {
        var queue = jms.createQueue("quiver.tasks.worker.w1");
        jms.createProducer().send(queue, "hello");
        var message = jms.createConsumer(queue).receive(5_000);
        assertThat(message.getBody(String.class)).isEqualTo("hello");
        assertThat(message.getStringProperty("JMSXUserID")).isEqualTo("worker");
      }
    }
  }

  private static ClientMessage withDuplicateId(TransactedSession session, String id) {
    ClientMessage message = session.textMessage("task", true);
    message.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of(id));
    return message;
  }

  /** At its first attempt: another one would be made in an hour. */
  private static <T extends Throwable> T assertFailsAtOnce(String url, Class<T> type) {
    ConnectionSettings settings = ConnectionSettings.of(url, "client", "secret");
    ConnectionSettings.Timings patient =
        settings.timings().withRetry(Duration.ofHours(1), Duration.ofHours(1));
    return assertFails(settings.withTimings(patient), type);
  }

  private static <T extends Throwable> T assertFails(ConnectionSettings settings, Class<T> type) {
    try (Connections connections = Connections.to(settings)) {
      T failure = catchThrowableOfType(type, () -> connections.connect(Use.CONSUME));
      assertThat(failure).isNotNull();
      return failure;
    }
  }

  private record Changes(List<String> heard) implements BrokerConnection.ChangeListener {
    @Override
    public void broken() {
      heard.add("broken");
    }

    @Override
    public void restored() {
      heard.add("restored");
    }

    @Override
    public void lost() {
      heard.add("lost");
    }
  }

  private static CompletableFuture<BrokerConnection> awaitOnThread(
      Connections connections, List<String> said) {
    CompletableFuture<BrokerConnection> result = new CompletableFuture<>();
    WaitListener listener =
        new WaitListener() {
          @Override
          public void waiting(QuiverMessagingException why, int attempt, Duration pause) {
            said.add(why.getMessage());
          }

          @Override
          public void connected() {
            said.add("connected");
          }
        };
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(connections.await(Use.CONSUME, listener));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    thread.start();
    return result;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An Artemis broker of somebody else: no users, no addresses of ours. */
  private record PlainBroker(EmbeddedActiveMQ server, int port) implements AutoCloseable {

    static PlainBroker start() throws Exception {
      int port = freePort();
      EmbeddedActiveMQ server = new EmbeddedActiveMQ();
      server.setConfiguration(
          new ConfigurationImpl()
              .setPersistenceEnabled(false)
              .setSecurityEnabled(false)
              .setJMXManagementEnabled(false)
              .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port));
      server.start();
      return new PlainBroker(server, port);
    }

    void declare(String address) throws Exception {
      server
          .getActiveMQServer()
          .addAddressInfo(
              new org.apache.activemq.artemis.core.server.impl.AddressInfo(address)
                  .addRoutingType(org.apache.activemq.artemis.api.core.RoutingType.MULTICAST));
    }

    String url() {
      return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() {
      try {
        server.stop();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
