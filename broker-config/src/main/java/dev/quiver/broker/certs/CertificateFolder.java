package dev.quiver.broker.certs;

import dev.quiver.broker.DataFolder;
import dev.quiver.broker.Pem;
import dev.quiver.broker.TlsConfig;
import dev.quiver.broker.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder with an authority of its own and what that has signed: {@code authority.pem} and its key
 * {@code authority.key.pem}, {@code broker.pem}, {@code client.pem} and {@code client-NAME.pem}.
 * Making it again keeps the authority and renews the rest.
 */
public final class CertificateFolder {

  /** The authority's secret: whoever has it can make certificates that are believed. */
  public static final String AUTHORITY_KEY = "authority.key.pem";

  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

  /** Clocks of machines differ a little. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private final Path folder;
  private final Instant now;
  private final SecureRandom random = new SecureRandom();

  private CertificateFolder(Path folder, Instant now) {
    this.folder = folder;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * A file that was written, or kept.
   *
   * @param file where
   * @param kind {@code authority}, {@code authorityKey}, {@code broker} or {@code client}
   * @param hosts the names in it, of a broker's
   * @param until when what is in it ends to hold
   */
  public record Made(Path file, String kind, List<String> hosts, Instant until) {}

  /**
   * What is wanted.
   *
   * @param hosts by which the broker is reached, beside this machine's usual names
   * @param clients who gets a certificate beside {@code client.pem}
   * @param life how long the broker's and the clients' certificates hold
   */
  public record Wanted(List<String> hosts, List<String> clients, Duration life) {
    public Wanted {
      hosts = List.copyOf(hosts);
      clients = List.copyOf(clients);
      for (String client : clients) {
        if (!CLIENT.matcher(client).matches()) {
          throw new UnusableException(
              "client",
              "\"" + client + "\" cannot name a client: use letters, digits and dashes, at most 64",
              client);
        }
      }
      if (life.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new UnusableException(
            "days",
            "a life of " + life.toDays() + " days is none: let certificates hold a day or more",
            Long.toString(life.toDays()));
      }
    }
  }

  /**
   * Makes the folder and its files, for their owner alone apart from {@code authority.pem}.
   *
   * @throws IOException if it cannot be written or read
   * @throws UnusableException if a host cannot be in a certificate, or there are certificates in
   *     the folder whose authority's key is not
   */
  public static List<Made> make(Path folder, Wanted wanted, Clock clock) throws IOException {
    List<String> hosts = Hosts.withOwn(wanted.hosts());
    Files.createDirectories(folder);
    try {
      return new CertificateFolder(folder, clock.instant()).make(wanted, hosts);
    } catch (GeneralSecurityException cause) {
      throw new IOException("certificates cannot be made here: " + cause.getMessage(), cause);
    }
  }

  private List<Made> make(Wanted wanted, List<String> hosts)
      throws IOException, GeneralSecurityException {
    List<Made> made = new ArrayList<>();
    Authority authority = authority(made);
    Authority.Life life = life(wanted.life());
    write(TlsConfig.BROKER, "broker", hosts, authority.broker(hosts, life, random), made);
    write(TlsConfig.CLIENT, "client", List.of(), authority.client("client", life, random), made);
    for (String client : wanted.clients()) {
      write(
          "client-" + client + ".pem",
          "client",
          List.of(),
          authority.client(client, life, random),
          made);
    }
    return made;
  }

  private Authority authority(List<Made> made) throws IOException, GeneralSecurityException {
    Path file = folder.resolve(TlsConfig.AUTHORITY);
    Path keyFile = folder.resolve(AUTHORITY_KEY);
    Authority authority;
    if (Files.exists(keyFile)) {
      List<X509Certificate> own = Pem.certificates(Files.readString(file));
      byte[] key = Pem.privateKey(Files.readString(keyFile));
      if (own.size() != 1 || key.length == 0) {
        throw foreign(keyFile);
      }
      authority = Authority.of(own.get(0), key);
    } else if (Files.exists(file) || Files.exists(folder.resolve(TlsConfig.BROKER))) {
      throw foreign(keyFile);
    } else {
      authority =
          Authority.make(
              "Quiver development authority " + Long.toHexString(random.nextLong()),
              life(AUTHORITY_LIFE),
              random);
      DataFolder.writePrivately(keyFile, Pem.of(authority.key()));
      DataFolder.writePrivately(file, Pem.of(authority.certificate()));
      forEverybody(file);
    }
    Instant until = authority.certificate().getNotAfter().toInstant();
    made.add(new Made(file, "authority", List.of(), until));
    made.add(new Made(keyFile, "authorityKey", List.of(), until));
    return authority;
  }

  /** Clients are other users, and on other machines. */
  private static void forEverybody(Path file) throws IOException {
    PosixFileAttributeView rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (rights != null) {
      rights.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static UnusableException foreign(Path keyFile) {
    return new UnusableException(
        "authority",
        "the folder "
            + keyFile.getParent()
            + " has certificates of another authority ("
            + keyFile.getFileName()
            + " is not there, or does not fit): choose an empty folder, or have them renewed where"
            + " they came from",
        String.valueOf(keyFile.getParent()),
        String.valueOf(keyFile.getFileName()));
  }

  private void write(
      String name, String kind, List<String> hosts, Authority.Signed signed, List<Made> made)
      throws IOException, GeneralSecurityException {
    Path file = folder.resolve(name);
    DataFolder.writePrivately(file, Pem.of(signed.certificate()) + Pem.of(signed.key()));
    made.add(new Made(file, kind, hosts, signed.certificate().getNotAfter().toInstant()));
  }

  private Authority.Life life(Duration length) {
    return new Authority.Life(now.minus(BEFORE), now.plus(length));
  }
}
