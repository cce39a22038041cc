package dev.quiver.messaging.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest {

  private static final ConnectionSettings.Timings TIMINGS = ConnectionSettings.Timings.defaults();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp://a:1|a:1",
        "a:1|a:1",
        "a|a:61616",
        " tcp://a |a:61616",
        "a:1,b:2|a:1 b:2",
        "(tcp://a:1,tcp://b:2)?ha=true|a:1 b:2",
        "tcp://[::1]:5|[::1]:5"
      })
  void understandsAddressesAsPeopleWriteThem(String url, String servers) {
    assertThat(String.join(" ", BrokerUrl.parse(url).hostsAndPorts())).isEqualTo(servers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp://",
        "http://a:1",
        "vm://0",
        "(tcp://a:1",
        "(tcp://a:1)x",
        "a:1,",
        "a:99999",
        "tcp://a:1?x",
        "tcp://a b:1"
      })
  void refusesWhatIsNoAddressAndSaysHowToWriteOne(String url) {
    assertThatThrownBy(() -> ConnectionSettings.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tcp://host:port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://me:hunter2@a:1",
        "tcp://a:1?user=me&password=hunter2",
        "a?password=hunter2"
      })
  void refusesAPasswordInTheUrlWithoutShowingIt(String url) {
    assertThatThrownBy(() -> ConnectionSettings.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void neverShowsAPassword() {
    ConnectionSettings settings =
        ConnectionSettings.of(
            "tcp://a:1?sslEnabled=true&trustStorePassword=hunter2", "ana", "hunter2");
    assertThat(settings.toString()).contains("ana").doesNotContain("hunter2");
    assertThat(Password.of("hunter2")).hasToString("********");
    assertThat(String.valueOf(settings.password())).doesNotContain("hunter2");
  }

  @Test
  void consumersHaveNoConfirmationWindowAndProducersHave() {
    BrokerUrl url = BrokerUrl.parse("a:1");
    assertThat(url.forCore(Use.CONSUME, TIMINGS))
        .contains("confirmationWindowSize=-1", "reconnectAttempts=-1", "ha=false");
    assertThat(url.forCore(Use.FENCED, TIMINGS))
        .contains("confirmationWindowSize=-1", "reconnectAttempts=0");
    assertThat(url.forCore(Use.PRODUCE, TIMINGS)).contains("confirmationWindowSize=1048576");
    assertThat(url.forJms(Use.CONSUME, TIMINGS)).endsWith("deserializationDenyList=*");
  }

  @Test
  void theServersOfAPairAreTriedInTurnAndTheUsersParametersWin() {
    BrokerUrl pair = BrokerUrl.parse("a:1,b:2?callTimeout=7");
    assertThat(pair.forCore(Use.CONSUME, TIMINGS))
        .startsWith("(tcp://a:1,tcp://b:2)?ha=false&")
        .contains("reconnectAttempts=1", "failoverAttempts=-1", "callTimeout=7")
        .doesNotContain("callTimeout=10000");
    assertThat(pair.forCore(Use.FENCED, TIMINGS))
        .contains("reconnectAttempts=0", "failoverAttempts=0");
    assertThat(pair.only(URI.create("tcp://b:2")).forCore(Use.FENCED, TIMINGS))
        .startsWith("tcp://b:2?")
        .contains("callTimeout=7");
  }

  @Test
  void whatBelongsToAServerGoesToEachOfAPair() throws Exception {
    BrokerUrl pair = BrokerUrl.parse("(a:1,b:2?verifyHost=false)?sslEnabled=true&callTimeout=7");
    assertThat(pair.text())
        .isEqualTo(
            "(tcp://a:1?sslEnabled=true,tcp://b:2?sslEnabled=true&verifyHost=false)?callTimeout=7");
    assertThat(BrokerUrl.parse(pair.text())).isEqualTo(pair);
    assertThat(pair.uris()).allMatch(pair::encrypted);
    assertThat(pair.hostsAndPorts()).containsExactly("a:1", "b:2");
    assertThat(ConnectionSettings.of(pair.text()).singly())
        .extractingByKey("b:2")
        .extracting(ConnectionSettings::url)
        .isEqualTo("tcp://b:2?sslEnabled=true&verifyHost=false&callTimeout=7");

    Path files = Files.createDirectory(folder.resolve("a b"));
    TlsFolder tls = new TlsFolder(files);
    assertThatThrownBy(() -> tls.onto("a:1"))
        .isInstanceOfSatisfying(
            TlsException.class, absent -> assertThat(absent.fault()).isEqualTo(TlsFault.FILES));
    Files.writeString(files.resolve("authority.pem"), "-----BEGIN CERTIFICATE-----");
    assertThat(tls.onto("a:1"))
        .startsWith("tcp://a:1?sslEnabled=true")
        .contains("verifyHost=true", "/a%20b/authority.pem")
        .doesNotContain("keyStorePath");
    Files.writeString(files.resolve("client.pem"), "-----BEGIN CERTIFICATE----- BEGIN PRIVATE KEY");
    assertThat(tls.onto("(a:1,b:2)").split("client\\.pem", -1)).hasSize(3);
    assertThat(tls.onto("a:1?sslEnabled=false")).isEqualTo("tcp://a:1?sslEnabled=false");
    assertThat(
            ConnectionSettings.fromEnvironment(
                    Map.of("QUIVER_URL", "a:1", "QUIVER_TLS", files.toString()))
                .url())
        .isEqualTo(tls.onto("a:1"));
  }

  @Test
  void theTimeToLiveSetsHowOftenItIsLookedAt() {
    assertThat(TIMINGS.withTimeToLive(Duration.ofSeconds(3)).check())
        .isEqualTo(Duration.ofMillis(750));
    assertThatThrownBy(() -> TIMINGS.withCall(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theEnvironmentGivesAddressUserAndPasswordFile() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "from file\nnot this\n");
    ConnectionSettings settings =
        ConnectionSettings.fromEnvironment(
            Map.of(
                "QUIVER_URL", "b:7",
                "QUIVER_USER", "ana",
                "QUIVER_PASSWORD", "from environment",
                "QUIVER_PASSWORD_FILE", file.toString(),
                "QUIVER_NAMESPACE", "class-a"));
    assertThat(settings.url()).isEqualTo("b:7");
    assertThat(settings.requiredUser()).isEqualTo("ana");
    assertThat(settings.password()).isEqualTo(Password.of("from file"));
    assertThat(settings.addresses().taskDead()).isEqualTo("class-a.tasks.dead");
    assertThat(ConnectionSettings.fromEnvironment(Map.of()).url())
        .isEqualTo(ConnectionSettings.DEFAULT_URL);
  }

  @Test
  void anUnusablePasswordFileIsTold() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path large = Files.write(folder.resolve("large"), new byte[5000]);
    assertThatThrownBy(() -> Password.fromFile(empty)).hasMessageContaining("is empty");
    assertThatThrownBy(() -> Password.fromFile(large)).hasMessageContaining("longer than 4 KiB");
    assertThatThrownBy(() -> Password.fromFile(folder.resolve("none")))
        .hasMessageContaining("cannot be read");
  }
}
