package dev.quiver.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import dev.quiver.messaging.connection.ClientVersion;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.Notice;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.orchestrator.shell.OrchestratorRole;
import dev.quiver.orchestrator.shell.RoleConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is well, and the same broker after each kind of damage. */
@Timeout(180)
class DoctorCommandIT {

  @TempDir private Path home;
  private QuiverBroker broker;

  @BeforeEach
  void start() {
    broker = QuiverBroker.start(BrokerConfig.in(home.resolve("broker")).withPort(0));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private TestContexts cli() {
    return new TestContexts(home, Map.of("QUIVER_URL", broker.url()), Locale.ENGLISH, "");
  }

  /** What is not well, by check, and the exit code under {@code exit}. */
  private Map<String, String> ills(String... more) throws Exception {
    TestContexts cli = cli();
    List<String> command = new ArrayList<>(List.of("doctor", "--json"));
    command.addAll(List.of(more));
    Map<String, String> ills = new TreeMap<>();
    ills.put("exit", "" + cli.run(command.toArray(String[]::new)));
    for (String line : cli.out().lines().toList()) {
      JsonNode finding = new ObjectMapper().readTree(line);
      if (!finding.path("state").asText().equals("ok")) {
        assertThat(finding.path("mend").asText()).isNotBlank();
        ills.merge(
            finding.path("check").asText(), finding.path("text").asText(), (a, b) -> a + "\n" + b);
      }
    }
    return ills;
  }

  private Path password(String text) throws Exception {
    return Files.writeString(home.resolve("password"), text);
  }

  @Test
  void aBrokerThatIsWellLacksNothingButAWorker() throws Exception {
    Map<String, String> ills = ills();
    // The disk of whoever runs the tests may be nearly full.
    ills.remove("disk");
    assertThat(ills.keySet()).containsExactly("exit", "roles");
    TestContexts people = cli();
    people.run("doctor");
    assertThat(people.out()).contains("[ok] It is Artemis 2.", "[look] No worker is connected");
    assertThat(people.err()).contains("findings");
  }

  @Test
  void nobodyAnswersOrTheLoginIsRefused() throws Exception {
    assertThat(ills("--url", "tcp://127.0.0.1:1"))
        .containsEntry("exit", "" + ExitCode.BROKER_UNREACHABLE)
        .containsKey("reachable");
    assertThat(ills("--password-file", password("wrong").toString()))
        .containsEntry("exit", "" + ExitCode.NOT_AUTHORISED)
        .containsKey("login");
    String viewer = broker.credentials().passwordOf("viewer").orElseThrow();
    assertThat(ills("--user", "viewer", "--password-file", password(viewer).toString()))
        .containsEntry("exit", "" + ExitCode.NOT_AUTHORISED)
        .containsKey("login");
  }

  @Test
  void whoIsNoAdminIsNotCalledOne() throws Exception {
    String client = broker.credentials().passwordOf("client").orElseThrow();
    TestContexts cli = cli();

    int exit =
        cli.run("doctor", "--user", "client", "--password-file", password(client).toString());

    assertThat(exit).isEqualTo(ExitCode.NOT_AUTHORISED);
    assertThat(cli.out())
        .contains("[ok] It lets client in.", "is for admins, and client is none")
        .doesNotContain("is an admin");
    TestContexts admin = cli();
    admin.run("doctor");
    assertThat(admin.out()).contains("[ok] It lets admin in, who is an admin.");
  }

  @Test
  void oneWithManyAddressesIsLookedAtAsAnyOther() throws Exception {
    for (int i = 0; i < 1_100; i++) {
      broker
          .server()
          .addAddressInfo(
              new AddressInfo(
                  SimpleString.of("quiver.replies.node.dht-" + i), RoutingType.ANYCAST));
    }

    Map<String, String> ills = ills();

    ills.remove("disk");
    assertThat(ills.keySet()).containsExactly("exit", "roles");
  }

  @Test
  void everyDamageIsFound() throws Exception {
    ActiveMQServer server = broker.server();
    server.destroyQueue(SimpleString.of("quiver.tasks.query"));
    server.destroyQueue(SimpleString.of("quiver.orchestrators.control"));
    server.createQueue(
        QueueConfiguration.of("quiver.orchestrators.control")
            .setRoutingType(RoutingType.ANYCAST)
            .setExclusive(true));
    server
        .getAddressSettingsRepository()
        .addMatch(
            "quiver.chat.user.*",
            new AddressSettings().setMaxDeliveryAttempts(3).setExpiryAddress(null));
    server
        .getAddressSettingsRepository()
        .addMatch(
            "quiver.careless", new AddressSettings().setDeadLetterAddress(SimpleString.of("")));
    server.addAddressInfo(new AddressInfo(SimpleString.of("quiver.careless"), RoutingType.ANYCAST));
    send(server, "DLQ");
    send(server, "quiver.tasks.dead");
    server.getPagingManager().getPageStore(SimpleString.of("quiver.tasks.dead")).startPaging();

    Map<String, String> ills = ills();
    assertThat(ills).containsEntry("exit", "" + ExitCode.WORK_FAILED);
    assertThat(ills.get("addresses"))
        .contains("Missing are: quiver.tasks.query", "quiver.orchestrators.control");
    assertThat(ills.get("settings")).contains("quiver.chat.user.x: max-delivery-attempts is \"3\"");
    assertThat(ills.get("deadLetters")).contains("quiver.careless");
    assertThat(ills.get("empty")).contains("in DLQ", "1 tasks have failed");
    assertThat(ills.get("paging")).contains("quiver.tasks.dead");
  }

  @Test
  void theSettingsOfTheLastResortAreJudgedSinceTheBrokerIsOurs() throws Exception {
    broker
        .server()
        .getAddressSettingsRepository()
        .addMatch("ExpiryQueue", new AddressSettings().setMaxDeliveryAttempts(3));

    assertThat(ills().get("settings")).contains("ExpiryQueue: auto-create-addresses is \"true\"");
  }

  @Test
  void aTokenOfLeadershipThatWasLostIsMissedAndReplaced() throws Exception {
    RoleConfig config = RoleConfig.of("A", LedgerConfig.in(home.resolve("ledger")));
    String password = broker.credentials().passwordOf("orchestrator").orElseThrow();
    ConnectionSettings settings = ConnectionSettings.of(broker.url(), "orchestrator", password);
    Queue<Notice> said = new ConcurrentLinkedQueue<>();
    try (OrchestratorRole first = start(config, settings, said)) {
      await().until(() -> said.stream().anyMatch(Notice.StartedAsPrimary.class::isInstance));
      assertThat(first.isRunning()).isTrue();
      assertThat(ills("--new-token").get("token")).contains("There is a token");
    }
    broker.server().locateQueue("quiver.orchestrators.leader").deleteAllReferences();
    said.clear();
    try (OrchestratorRole second = start(config, settings, said)) {
      await().until(second::isServing);
      assertThat(ills()).containsEntry("exit", "" + ExitCode.WORK_FAILED).containsKey("token");

      // For a moment the first one is still said to lead.
      await().atMost(Duration.ofSeconds(60)).until(() -> !ills("--new-token").containsKey("token"));

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> said.stream().anyMatch(Notice.StartedAsPrimary.class::isInstance));
      assertThat(said)
          .filteredOn(Notice.StartedAsPrimary.class::isInstance)
          .allMatch(each -> ((Notice.StartedAsPrimary) each).epoch() > 1_700_000_000);
      assertThat(ills()).doesNotContainKey("token");
    }
  }

  private static OrchestratorRole start(
      RoleConfig config, ConnectionSettings settings, Queue<Notice> said) {
    return OrchestratorRole.start(
        config, settings, Ledger.open(config.ledger()), said::add, WaitListener.silent());
  }

  @Test
  void sessionsSayOfWhichVersionTheyAre() throws Exception {
    String password = broker.credentials().passwordOf("admin").orElseThrow();
    ConnectionSettings admin = ConnectionSettings.of(broker.url(), "admin", password);
    String client = broker.credentials().passwordOf("client").orElseThrow();
    try (Connections connections = Connections.to(admin);
        BrokerLook look = BrokerLook.on(connections.connect(Use.FENCED), Clock.systemUTC());
        ServerLocator locator = ActiveMQClient.createServerLocator(broker.url());
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession old = factory.createSession("client", client, false, true, true, false, 0);
        ClientSession silent =
            factory.createSession("client", client, false, true, true, false, 0)) {
      old.addMetaData(ClientVersion.KEY, "0.0.1");
      assertThat(silent.isClosed()).isFalse();

      Map<String, SortedSet<String>> found = look.look("quiver", List.of()).usersOfVersion();

      assertThat(found)
          .containsEntry("0.0.1", new TreeSet<>(Set.of("client")))
          .containsEntry("", new TreeSet<>(Set.of("client")))
          .containsEntry(ClientVersion.current(), new TreeSet<>(Set.of("admin")));
    }
  }

  private static void send(ActiveMQServer server, String address) throws Exception {
    CoreMessage message = new CoreMessage(server.getStorageManager().generateID(), 64);
    message.setDurable(true);
    message.setAddress(SimpleString.of(address));
    server.getPostOffice().route(message, true);
  }
}
