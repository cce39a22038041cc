package dev.quiver.cli.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.orchestrator.ledger.Ledger;
import dev.quiver.orchestrator.ledger.LedgerConfig;
import dev.quiver.orchestrator.shell.OrchestratorRole;
import dev.quiver.orchestrator.shell.RoleConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver orchestrator} where it cannot begin: it says why, and ends. */
@Timeout(120)
class OrchestratorCommandIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

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

  private TestContexts cli(Locale locale) {
    return new TestContexts(home, Map.of("QUIVER_URL", broker.url()), locale, "");
  }

  private TestContexts cli() {
    return cli(Locale.ENGLISH);
  }

  @Test
  void withoutTheRightsItEndsAndSaysSo() {
    TestContexts cli = cli();

    int exit = cli.run("orchestrator", "--id", "A", "--user", "client");

    assertThat(exit).as(cli.out() + cli.err()).isEqualTo(ExitCode.NOT_AUTHORISED);
    assertThat(cli.err()).contains("The user \"client\" may not do this");
    assertThat(cli.out()).doesNotContain("trying again");
  }

  @Test
  void whereNobodyVouchesForUsersItEndsAndSaysSo() {
    broker.server().getConfiguration().setPopulateValidatedUser(false);
    TestContexts cli = cli();

    int exit = cli.run("orchestrator", "--id", "A");

    assertThat(exit).as(cli.out() + cli.err()).isEqualTo(ExitCode.BROKER_UNREACHABLE);
    assertThat(cli.err()).contains("populate-validated-user");
  }

  @Test
  void besideAnotherOneOfItsIdItWaitsAWhileAndEndsInTheReadersLanguage() {
    RoleConfig config = RoleConfig.of("A", LedgerConfig.in(home.resolve("elsewhere")));
    String password = broker.credentials().passwordOf("orchestrator").orElseThrow();
    try (OrchestratorRole other =
        OrchestratorRole.start(
            config,
            ConnectionSettings.of(broker.url(), "orchestrator", password),
            Ledger.open(config.ledger()),
            notice -> {},
            WaitListener.silent())) {
      await().atMost(PATIENCE).until(other::isServing);
      await()
          .atMost(PATIENCE)
          .until(() -> broker.server().locateQueue("orchestrator.events.A") != null);
      TestContexts cli = cli(Locale.forLanguageTag("pt"));

      int exit = cli.run("orchestrator", "--id", "A");

      assertThat(exit).as(cli.out() + cli.err()).isEqualTo(ExitCode.WORK_FAILED);
      assertThat(cli.err())
          .contains("Já há um orquestrador A conectado; esperando")
          .contains("Dê a cada um seu próprio --id");
      assertThat(cli.out()).doesNotContain("max").isEmpty();
      assertThat(other.isRunning()).isTrue();
    }
  }

  @Test
  void aDamagedLedgerIsRefusedWithTheWayOutWhichIsRebuild() throws Exception {
    Path folder = Files.createDirectories(home.resolve("ledgers").resolve("A"));
    Files.writeString(folder.resolve("ledger.mv"), "this is no ledger. ".repeat(1000));
    TestContexts refused = cli();
    assertThat(refused.run("orchestrator", "--id", "A")).isEqualTo(ExitCode.WORK_FAILED);
    assertThat(refused.err()).contains("is damaged", "--rebuild");

    TestContexts rebuilt = cli();
    AtomicInteger exit = new AtomicInteger(-1);
    Thread running =
        new Thread(() -> exit.set(rebuilt.run("orchestrator", "--id", "A", "--rebuild")));
    running.start();
    await().atMost(PATIENCE).until(() -> rebuilt.out().contains("started as primary (epoch 1)"));
    running.interrupt();
    running.join(PATIENCE.toMillis());

    assertThat(exit).as(rebuilt.err()).hasValue(ExitCode.DONE);
    assertThat(folder.resolve("ledger.mv.damaged")).content().startsWith("this is no ledger.");
    assertThat(folder.resolve("ledger.mv")).exists();
  }

  @Test
  void aLimitBelowTwoHeartbeatsAndAPolicyThatIsNoneAreRefused() {
    TestContexts cli = cli();

    assertThat(cli.run("orchestrator", "--id", "A", "--detect", "1500ms"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(cli.run("orchestrator", "--id", "A", "--policy", "any")).isEqualTo(ExitCode.USAGE);

    assertThat(cli.err()).contains("--detect needs 2s or more", "\"any\" is not known");
  }
}
