package dev.quiver.broker.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quiver.broker.BrokerStartException;
import dev.quiver.broker.Pem;
import dev.quiver.broker.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFolderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void theAuthoritySignsWhatItIsAskedForAndKeysAreForTheirOwnerAlone() throws Exception {
    make(NOW, List.of("broker.example", "10.0.0.2"), List.of("ana"));

    X509Certificate authority = certificate("authority.pem");
    assertThat(authority.getBasicConstraints()).isZero();
    for (String each : List.of("broker.pem", "client.pem", "client-ana.pem")) {
      X509Certificate signed = certificate(each);
      signed.verify(authority.getPublicKey());
      assertThat(signed.getBasicConstraints()).isEqualTo(-1);
      assertThat(signed.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(30)));
      assertThat(Pem.privateKey(Files.readString(folder.resolve(each)))).isNotEmpty();
      assertThat(rights(each)).isEqualTo("rw-------");
    }
    assertThat(rights("authority.key.pem")).isEqualTo("rw-------");
    assertThat(rights("authority.pem")).isEqualTo("rw-r--r--");
    assertThat(Pem.privateKey(Files.readString(folder.resolve("authority.pem")))).isEmpty();
    assertThat(hosts(certificate("broker.pem")))
        .contains("localhost", "127.0.0.1", "broker.example", "10.0.0.2");
    assertThat(certificate("client-ana.pem").getSubjectX500Principal().getName())
        .isEqualTo("CN=ana");
    assertThat(certificate("client.pem").getSubjectAlternativeNames()).isNull();
  }

  @Test
  void againItKeepsTheAuthorityAndRenewsTheRest() throws Exception {
    make(NOW, List.of(), List.of());
    X509Certificate authority = certificate("authority.pem");
    X509Certificate broker = certificate("broker.pem");
    Instant later = NOW.plus(Duration.ofDays(20));

    make(later, List.of(), List.of());

    assertThat(certificate("authority.pem")).isEqualTo(authority);
    X509Certificate renewed = certificate("broker.pem");
    renewed.verify(authority.getPublicKey());
    assertThat(renewed.getSerialNumber()).isNotEqualTo(broker.getSerialNumber());
    assertThat(renewed.getNotAfter().toInstant()).isEqualTo(later.plus(Duration.ofDays(30)));
  }

  @Test
  void certificatesOfSomebodyElseStayAsTheyAre() throws Exception {
    make(NOW, List.of(), List.of());
    Files.delete(folder.resolve("authority.key.pem"));
    String before = Files.readString(folder.resolve("broker.pem"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> make(NOW, List.of(), List.of()))
        .withMessageContaining("another authority");
    assertThat(folder.resolve("broker.pem")).hasContent(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "host:61616", "-x", "tcp://a", "a..b"})
  void whatIsNoHostIsRefusedBeforeAnythingIsMade(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> make(NOW, List.of(host), List.of()))
        .withMessageContaining("no name or address");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aClientNameThatLeadsElsewhereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> make(NOW, List.of(), List.of("../x")))
        .withMessageContaining("cannot name a client");
  }

  @Test
  void aBrokerStartsOnlyWithACertificateThatHolds() throws Exception {
    make(NOW, List.of(), List.of());
    TlsConfig tls = new TlsConfig(folder, true);

    assertThatCode(() -> tls.check(NOW, true)).doesNotThrowAnyException();
    assertThat(fault(tls, NOW.plus(Duration.ofDays(31))))
        .isEqualTo(BrokerStartException.TlsUnusable.Fault.EXPIRED);
    assertThat(fault(tls, NOW.minus(Duration.ofDays(1))))
        .isEqualTo(BrokerStartException.TlsUnusable.Fault.NOT_YET_VALID);

    Path broker = folder.resolve("broker.pem");
    String whole = Files.readString(broker);
    Files.writeString(broker, whole.substring(0, whole.indexOf("-----BEGIN PRIVATE")));
    assertThat(fault(tls, NOW)).isEqualTo(BrokerStartException.TlsUnusable.Fault.NO_KEY);
    Files.writeString(broker, "what is this");
    assertThat(fault(tls, NOW)).isEqualTo(BrokerStartException.TlsUnusable.Fault.NO_CERTIFICATE);
    Files.writeString(broker, whole.replaceAll("(?m)^MII", "AAA"));
    assertThat(fault(tls, NOW)).isEqualTo(BrokerStartException.TlsUnusable.Fault.DAMAGED);
    Files.delete(broker);
    assertThat(fault(tls, NOW)).isEqualTo(BrokerStartException.TlsUnusable.Fault.ABSENT);
    Files.writeString(broker, whole);
    Files.delete(folder.resolve("authority.pem"));
    assertThat(fault(tls, NOW)).isEqualTo(BrokerStartException.TlsUnusable.Fault.ABSENT);
    // Who demands nothing of clients needs no authority.
    assertThatCode(() -> new TlsConfig(folder, false).check(NOW, false)).doesNotThrowAnyException();
  }

  private static BrokerStartException.TlsUnusable.Fault fault(TlsConfig tls, Instant now) {
    return catchThrowableOfType(BrokerStartException.TlsUnusable.class, () -> tls.check(now, false))
        .fault();
  }

  private List<CertificateFolder.Made> make(Instant now, List<String> hosts, List<String> clients)
      throws IOException {
    return CertificateFolder.make(
        folder,
        new CertificateFolder.Wanted(hosts, clients, Duration.ofDays(30)),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private X509Certificate certificate(String name) throws Exception {
    return Pem.certificates(Files.readString(folder.resolve(name))).get(0);
  }

  private String rights(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  private static List<String> hosts(X509Certificate certificate) throws Exception {
    return certificate.getSubjectAlternativeNames().stream()
        .map(name -> name.get(1).toString())
        .toList();
  }
}
