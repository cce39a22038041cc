package dev.quiver.cli.certs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.QuiverBroker;
import dev.quiver.broker.TlsConfig;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.TestContexts;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.TlsFolder;
import dev.quiver.messaging.connection.WaitListener;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.HandlerRegistry;
import dev.quiver.tasks.handler.builtin.BuiltInHandlers;
import dev.quiver.tasks.handler.builtin.ExecPolicy;
import dev.quiver.tasks.worker.Worker;
import dev.quiver.tasks.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What commands say and end with on a broker that speaks TLS and demands certificates, which {@code
 * quiver certs} has made. How each fault is found is tested beside the connections.
 */
@Timeout(180)
class TlsCommandsIT {

  @TempDir private Path folder;
  private Path home;
  private Path certs;
  private QuiverBroker broker;

  @BeforeEach
  void start() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    certs = folder.resolve("certs");
    certs(certs);
    broker =
        QuiverBroker.start(
            BrokerConfig.in(home.resolve("broker"))
                .withPort(0)
                .withTls(new TlsConfig(certs, true)));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aTaskGoesThroughWhereverTheCertificatesAreNamed() throws Exception {
    ConnectionSettings settings =
        ConnectionSettings.of(
            new TlsFolder(certs).onto(broker.url()),
            "worker",
            broker.credentials().passwordOf("worker").orElseThrow());
    try (HandlerRegistry handlers =
            HandlerRegistry.builder().addAll(BuiltInHandlers.of(ExecPolicy.none())).build();
        Worker worker =
            Worker.start(
                WorkerConfig.named(new WorkerId("Worker-1")),
                settings,
                handlers,
                WaitListener.silent())) {
      assertThat(worker).isNotNull();
      // This user's commands find address and certificates beside the data of the broker.
      for (Map<String, String> environment :
          List.of(
              Map.<String, String>of(),
              Map.of("QUIVER_URL", broker.url(), "QUIVER_TLS", certs.toString()))) {
        TestContexts submit = cli(environment);
        assertThat(submit.run("task", "submit", "--wait", "calculate.sum", "1 2 3"))
            .as(submit.err())
            .isEqualTo(ExitCode.DONE);
        assertThat(submit.out()).isEqualTo("6\n");
      }
      TestContexts workers = cli(Map.of());
      int exit =
          workers.run(
              "task", "workers", "--url", broker.url(), "--tls", certs.toString(), "--json");
      assertThat(exit).as(workers.err()).isEqualTo(ExitCode.DONE);
      assertThat(workers.out()).contains("Worker-1");
      TestContexts users = cli(Map.of());
      assertThat(users.run("user", "add", "maria", "--generate")).isEqualTo(ExitCode.DONE);
      TestContexts doctor = cli(Map.of());
      assertThat(doctor.run("doctor")).as(doctor.out()).isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void aBrokerOfAnotherAuthorityIsNoBrokerOfOurs() throws IOException {
    Path other = folder.resolve("other");
    certs(other);
    for (String[] command :
        new String[][] {
          {"task", "workers"}, {"user", "list"}, {"doctor"}, {"worker", "--id", "W-1"}
        }) {
      fails(ExitCode.BROKER_UNREACHABLE, other, "not signed by an authority", command);
    }
  }

  @Test
  void whoHasNoCertificateOrOneThatIsNotBelievedIsNotLetIn() throws IOException {
    Path none = Files.createDirectory(folder.resolve("none"));
    Files.copy(certs.resolve("authority.pem"), none.resolve("authority.pem"));
    fails(ExitCode.NOT_AUTHORISED, none, "demands a certificate", "task", "workers");
    fails(ExitCode.NOT_AUTHORISED, none, "demands a certificate", "worker", "--id", "W-1");

    Path other = folder.resolve("other");
    certs(other);
    Files.copy(other.resolve("client.pem"), none.resolve("client.pem"));
    fails(ExitCode.NOT_AUTHORISED, none, "refuses the certificate", "task", "workers");
  }

  @Test
  void whoDoesNotEncryptIsToldSo() {
    TestContexts plain = cli(Map.of("QUIVER_URL", broker.url()));
    assertThat(plain.run("task", "workers")).isEqualTo(ExitCode.BROKER_UNREACHABLE);
    assertThat(plain.err()).contains("speaks TLS only", "--tls").hasLineCount(1);

    TestContexts nowhere = cli(Map.of("QUIVER_TLS", folder.resolve("nowhere").toString()));
    assertThat(nowhere.run("task", "workers")).isEqualTo(ExitCode.USAGE);
    assertThat(nowhere.err()).contains("nowhere/authority.pem", "quiver certs").hasLineCount(1);
  }

  @Test
  void aBrokerDoesNotStartWithoutACertificate() {
    TestContexts second = cli(Map.of());
    String empty = folder.resolve("empty").toString();
    assertThat(second.run("broker", "--port", "0", "--data", folder + "/data", "--tls", empty))
        .isEqualTo(ExitCode.USAGE);
    assertThat(second.err()).contains("empty/broker.pem", "quiver certs").hasLineCount(1);
    TestContexts demanding = cli(Map.of());
    assertThat(demanding.run("broker", "--client-certificates")).isEqualTo(ExitCode.USAGE);
    assertThat(demanding.err()).contains("--tls").hasLineCount(1);
  }

  private void fails(int exitCode, Path with, String words, String... command) {
    for (Locale locale : List.of(Locale.ENGLISH, Locale.forLanguageTag("pt"))) {
      TestContexts cli =
          new TestContexts(
              home, Map.of("QUIVER_URL", broker.url(), "QUIVER_TLS", with.toString()), locale, "");
      assertThat(cli.run(command)).as(cli.err()).isEqualTo(exitCode);
      boolean english = locale.equals(Locale.ENGLISH);
      String said = command[0].equals("doctor") ? cli.out() : cli.err();
      assertThat(said)
          .contains(english ? words : "certificado", "QUIVER_TLS")
          .doesNotContain("\tat ");
      if (!command[0].equals("doctor")) {
        assertThat(said).hasLineCount(1);
      }
    }
  }

  private TestContexts cli(Map<String, String> environment) {
    return new TestContexts(home, environment, Locale.ENGLISH, "");
  }

  private void certs(Path into) throws IOException {
    TestContexts made = TestContexts.plain(home);
    assertThat(made.run("certs", into.toString())).as(made.err()).isEqualTo(ExitCode.DONE);
    assertThat(made.out()).contains("broker.pem", "127.0.0.1").hasLineCount(4);
    assertThat(made.err()).contains("quiver broker --tls " + into);
  }
}
