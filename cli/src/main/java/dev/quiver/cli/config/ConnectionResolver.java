package dev.quiver.cli.config;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.DataFolder;
import dev.quiver.messaging.Addresses;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Password;
import dev.quiver.messaging.connection.TlsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which broker is meant and who goes there: each fact from the command line, else from
 * the environment, else from the configuration file, else from the local broker's data folder.
 */
public final class ConnectionResolver {

  private static final Pattern HOST = Pattern.compile("(?:tcp://)?(\\[[^]]*]|[^/:,?]+)");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  private final Map<String, String> environment;
  private final ConfigFile file;
  private final Path home;

  /**
   * @param home where the local broker's data lie unless it is said otherwise
   */
  public ConnectionResolver(Map<String, String> environment, ConfigFile file, Path home) {
    this.environment = Map.copyOf(environment);
    this.file = file;
    this.home = home;
  }

  /**
   * The broker and the user meant.
   *
   * @param roleAccount the account to use if nobody says which
   * @throws IllegalArgumentException if what was said cannot be used
   * @throws dev.quiver.messaging.connection.TlsException if the folder for TLS cannot
   */
  public ConnectionChoice resolve(ConnectionFlags flags, String roleAccount) {
    Path data =
        first(string(flags.data), null, "data").map(Path::of).orElse(home.resolve("broker"));
    Optional<String> givenUrl = first(flags.url, "QUIVER_URL", "url");
    String plain =
        givenUrl.or(() -> DataFolder.urlOfRunning(data)).orElse(ConnectionSettings.DEFAULT_URL);
    Optional<Path> tls = tls(flags);
    if (tls.isEmpty() && givenUrl.isEmpty()) {
      tls = DataFolder.tlsOfRunning(data);
    }
    String url = tls.map(folder -> new TlsFolder(folder).onto(plain)).orElse(plain);
    Optional<String> givenUser = first(flags.user, "QUIVER_USER", "user");
    String user = givenUser.orElse(roleAccount);
    String namespace =
        first(flags.namespace, "QUIVER_NAMESPACE", "namespace").orElse(Addresses.DEFAULT_NAMESPACE);
    return new ConnectionChoice(
        url,
        givenUrl.isPresent(),
        user,
        givenUser.isPresent(),
        password(flags, data, url, user).orElse(null),
        namespace,
        data,
        tls.orElse(null),
        cluster(flags, tls.orElse(null)));
  }

  /**
   * What the file says of a cluster belongs to the address in it, or to that of the environment.
   */
  private List<String> cluster(ConnectionFlags flags, @Nullable Path tls) {
    Optional<String> said = flags.url == null ? file.get("cluster") : Optional.empty();
    return said.map(text -> ConnectionChoice.clusterOf(text, tls)).orElse(List.of());
  }

  /** What the file says of TLS belongs to the address in it, or to that of the environment. */
  private Optional<Path> tls(ConnectionFlags flags) {
    if (flags.tls != null) {
      return Optional.of(flags.tls);
    }
    String ofEnvironment = environment.get("QUIVER_TLS");
    if (ofEnvironment != null && !ofEnvironment.isBlank()) {
      return Optional.of(Path.of(ofEnvironment.strip()));
    }
    return flags.url == null ? file.get("tls").map(home::resolve) : Optional.empty();
  }

  private Optional<Password> password(ConnectionFlags flags, Path data, String url, String user) {
    if (flags.passwordFile != null) {
      return Optional.of(Password.fromFile(flags.passwordFile));
    }
    Optional<Password> ofEnvironment = ConnectionSettings.passwordIn(environment);
    if (ofEnvironment.isPresent()) {
      return ofEnvironment;
    }
    Optional<String> configured = file.get("password-file");
    if (configured.isPresent()) {
      return Optional.of(Password.fromFile(home.resolve(configured.get())));
    }
    // What this machine's broker trusts is no business of another one's.
    return isLoopback(url) ? localPassword(data, user) : Optional.empty();
  }

  private Optional<Password> localPassword(Path data, String user) {
    Path kept = new PasswordStore(home).fileOf(user);
    if (Files.isReadable(kept)) {
      return Optional.of(Password.fromFile(kept));
    }
    try {
      return Credentials.read(data).passwordOf(user).map(Password::of);
    } catch (IOException noneHere) {
      return Optional.empty();
    }
  }

  /** Whether every server of that URL is this machine, as far as its text says. */
  public static boolean isLoopback(String url) {
    String list =
        url.startsWith("(") && url.contains(")") ? url.substring(1, url.indexOf(')')) : url;
    for (String server : list.split(",", -1)) {
      Matcher host = HOST.matcher(server.strip());
      String name = host.lookingAt() ? host.group(1).toLowerCase(Locale.ROOT) : "";
      if (!LOOPBACK.matcher(name).matches()) {
        return false;
      }
    }
    return true;
  }

  private Optional<String> first(@Nullable String flag, @Nullable String variable, String key) {
    if (flag != null) {
      return Optional.of(flag);
    }
    String ofEnvironment = variable == null ? null : environment.get(variable);
    return ofEnvironment != null && !ofEnvironment.isBlank()
        ? Optional.of(ofEnvironment.strip())
        : file.get(key);
  }

  private static @Nullable String string(@Nullable Path path) {
    return path == null ? null : path.toString();
  }
}
