package dev.quiver.broker;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the broker is encrypted: TLS 1.3 with the certificates of a folder, such as {@code quiver
 * certs} makes.
 *
 * @param folder has {@code broker.pem}, the broker's certificate (and those between it and its
 *     authority) with its key, and, if clients must show certificates, {@code authority.pem}, those
 *     of the authorities that sign them
 * @param clientCertificates whether whoever connects must show a certificate that an authority of
 *     {@code authority.pem} has signed
 */
public record TlsConfig(Path folder, boolean clientCertificates) {

  /** Artemis takes a URL apart after it has decoded it. */
  private static final Pattern UNUSABLE = Pattern.compile("[;&%+#,()]");

  /** The certificates of the authorities that are believed; no secret. */
  public static final String AUTHORITY = "authority.pem";

  /** The broker's certificate and key. */
  public static final String BROKER = "broker.pem";

  /** The certificate and key of who connects. */
  public static final String CLIENT = "client.pem";

  public TlsConfig {
    folder = folder.toAbsolutePath().normalize();
    if (UNUSABLE.matcher(folder.toString()).find()) {
      throw new BrokerStartException.BadConfig(
          "tls-folder",
          "the folder "
              + folder
              + " cannot be named in the settings of a connection: choose one without ; & % + # , ("
              + " )",
          folder.toString());
    }
  }

  /**
   * Looks whether the files will do.
   *
   * @param connects whether this broker also connects to another one
   * @throws BrokerStartException.TlsUnusable with the file and what is wrong with it
   */
  public void check(Instant now, boolean connects) {
    List<X509Certificate> own = certificates(BROKER);
    requireKey();
    X509Certificate first = own.get(0);
    if (now.isAfter(first.getNotAfter().toInstant())) {
      throw unusable(BROKER, BrokerStartException.TlsUnusable.Fault.EXPIRED);
    }
    if (now.isBefore(first.getNotBefore().toInstant())) {
      throw unusable(BROKER, BrokerStartException.TlsUnusable.Fault.NOT_YET_VALID);
    }
    if (clientCertificates || connects) {
      certificates(AUTHORITY);
    }
  }

  private List<X509Certificate> certificates(String name) {
    try {
      List<X509Certificate> found = Pem.certificates(read(name));
      if (found.isEmpty()) {
        throw unusable(name, BrokerStartException.TlsUnusable.Fault.NO_CERTIFICATE);
      }
      return found;
    } catch (GeneralSecurityException | IllegalArgumentException damaged) {
      throw unusable(name, BrokerStartException.TlsUnusable.Fault.DAMAGED);
    }
  }

  private void requireKey() {
    if (Pem.blocks(read(BROKER)).stream().noneMatch(block -> block.label().endsWith("KEY"))) {
      throw unusable(BROKER, BrokerStartException.TlsUnusable.Fault.NO_KEY);
    }
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (NoSuchFileException absent) {
      throw unusable(name, BrokerStartException.TlsUnusable.Fault.ABSENT);
    } catch (IOException refused) {
      throw unusable(name, BrokerStartException.TlsUnusable.Fault.UNREADABLE);
    }
  }

  private BrokerStartException.TlsUnusable unusable(
      String name, BrokerStartException.TlsUnusable.Fault fault) {
    return new BrokerStartException.TlsUnusable(folder.resolve(name), fault);
  }

  /** The parameters of an acceptor, to follow others. */
  String acceptor() {
    return ";sslEnabled=true;enabledProtocols=TLSv1.3;sslHandshakeTimeout=10"
        + store("key", "PEM", BROKER)
        + (clientCertificates
            ? ";needClientAuth=true" + store("trust", "PEMCA", AUTHORITY)
            : ";needClientAuth=false");
  }

  /** The parameters by which the other one of a pair is reached, to follow its address. */
  String connector() {
    return "?sslEnabled=true;enabledProtocols=TLSv1.3;verifyHost=true"
        + store("trust", "PEMCA", AUTHORITY)
        + (clientCertificates ? store("key", "PEM", BROKER) : "");
  }

  private String store(String kind, String type, String file) {
    String path =
        URLEncoder.encode(folder.resolve(file).toString(), StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("%2F", "/");
    return ";" + kind + "StoreType=" + type + ";" + kind + "StorePath=" + path;
  }
}
