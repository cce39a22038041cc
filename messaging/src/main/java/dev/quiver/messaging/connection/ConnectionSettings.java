package dev.quiver.messaging.connection;

import dev.quiver.messaging.Addresses;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker is and who comes to it.
 *
 * @param url one address ({@code tcp://host:port}, or just {@code host:port}) or several ({@code
 *     (tcp://a:61616,tcp://b:61616)} or comma-separated) of a pair of brokers; parameters of the
 *     client library may follow after {@code ?} and win over ours
 * @param user who logs in; null to come without a user
 * @param password the user's; never shown
 * @param namespace what all addresses begin with
 * @param clientName what the broker's console shows for the connection
 * @param timings how patient the connection is
 */
public record ConnectionSettings(
    String url,
    @Nullable String user,
    @Nullable Password password,
    String namespace,
    String clientName,
    Timings timings) {

  /** Where a broker listens unless told otherwise. */
  public static final String DEFAULT_URL = "tcp://127.0.0.1:61616";

  public ConnectionSettings {
    BrokerUrl.parse(url);
    new Addresses(namespace);
    if (clientName.isBlank()) {
      throw new IllegalArgumentException(
          "the client name is empty: name the process, as it shall be shown in the console");
    }
  }

  /**
   * How patient a connection is.
   *
   * @param call how long the broker may take to answer one request; after it the outcome is unknown
   * @param timeToLive how long a silent connection is thought alive, by the broker and by us
   * @param check how often that is looked at here
   * @param retry the pause before the first new attempt to connect; doubled up to {@code maxRetry}
   * @param probe how long a service may take to show that it is a broker
   */
  public record Timings(
      Duration call,
      Duration timeToLive,
      Duration check,
      Duration retry,
      Duration maxRetry,
      Duration probe) {

    public Timings {
      for (Duration each : List.of(call, timeToLive, check, retry, maxRetry, probe)) {
        if (each.toMillis() < 1) {
          throw new IllegalArgumentException(
              "a time of " + each + " is too short for a connection: at least a millisecond");
        }
      }
    }

    /** 10 s a call and to live, a look every 2 s, 100 ms to 1 s between attempts, 3 s to probe. */
    public static Timings defaults() {
      return new Timings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3));
    }

    /**
     * How long to wait after attempts that failed: twice as long each time, up to the longest.
     *
     * @param attempt how many there were, from 1
     */
    Duration pauseAfter(int attempt) {
      Duration pause = retry.multipliedBy(1L << Math.min(attempt - 1, 16));
      return pause.compareTo(maxRetry) > 0 ? maxRetry : pause;
    }

    public Timings withCall(Duration value) {
      return new Timings(value, timeToLive, check, retry, maxRetry, probe);
    }

    /** Also sets how often it is looked at, to a quarter of that, so that it is noticed in time. */
    public Timings withTimeToLive(Duration value) {
      return new Timings(call, value, value.dividedBy(4), retry, maxRetry, probe);
    }

    public Timings withRetry(Duration first, Duration max) {
      return new Timings(call, timeToLive, check, first, max, probe);
    }

    public Timings withProbe(Duration value) {
      return new Timings(call, timeToLive, check, retry, maxRetry, value);
    }
  }

  /** That broker, without a user. */
  public static ConnectionSettings of(String url) {
    return new ConnectionSettings(
        url, null, null, Addresses.DEFAULT_NAMESPACE, "quiver", Timings.defaults());
  }

  /** That broker, as that user. */
  public static ConnectionSettings of(String url, String user, String password) {
    return of(url).withUser(user, Password.of(password));
  }

  /**
   * What the environment says: {@code QUIVER_URL}, {@code QUIVER_TLS} (a {@link TlsFolder}), {@code
   * QUIVER_USER}, {@code QUIVER_PASSWORD_FILE} before {@code QUIVER_PASSWORD}, {@code
   * QUIVER_NAMESPACE}; defaults for the rest.
   *
   * @throws IllegalArgumentException if a value is not usable
   * @throws TlsException if the folder for TLS is not
   */
  public static ConnectionSettings fromEnvironment(Map<String, String> environment) {
    String url = environment.getOrDefault("QUIVER_URL", DEFAULT_URL);
    String tls = environment.get("QUIVER_TLS");
    ConnectionSettings settings =
        of(tls == null || tls.isBlank() ? url : new TlsFolder(Path.of(tls)).onto(url));
    String user = environment.get("QUIVER_USER");
    if (user != null) {
      settings = settings.withUser(user, passwordIn(environment).orElse(null));
    }
    String namespace = environment.get("QUIVER_NAMESPACE");
    return namespace == null ? settings : settings.withNamespace(namespace);
  }

  /** The password that the environment names or holds, if it does. */
  public static Optional<Password> passwordIn(Map<String, String> environment) {
    String file = environment.get("QUIVER_PASSWORD_FILE");
    if (file != null && !file.isEmpty()) {
      return Optional.of(Password.fromFile(Path.of(file)));
    }
    return Optional.ofNullable(environment.get("QUIVER_PASSWORD")).map(Password::of);
  }

  public ConnectionSettings withUrl(String value) {
    return new ConnectionSettings(value, user, password, namespace, clientName, timings);
  }

  /** The same to each of its servers alone, by {@code host:port}. */
  public Map<String, ConnectionSettings> singly() {
    BrokerUrl all = BrokerUrl.parse(url);
    Map<String, ConnectionSettings> each = new LinkedHashMap<>();
    for (URI server : all.uris()) {
      each.put(server.getHost() + ":" + server.getPort(), withUrl(all.only(server).text()));
    }
    return each;
  }

  public ConnectionSettings withUser(@Nullable String newUser, @Nullable Password newPassword) {
    return new ConnectionSettings(url, newUser, newPassword, namespace, clientName, timings);
  }

  public ConnectionSettings withNamespace(String value) {
    return new ConnectionSettings(url, user, password, value, clientName, timings);
  }

  public ConnectionSettings withClientName(String value) {
    return new ConnectionSettings(url, user, password, namespace, value, timings);
  }

  public ConnectionSettings withTimings(Timings value) {
    return new ConnectionSettings(url, user, password, namespace, clientName, value);
  }

  /** The addresses of the namespace. */
  public Addresses addresses() {
    return new Addresses(namespace);
  }

  /** The user, where the caller cannot do without one. */
  public String requiredUser() {
    if (user == null) {
      throw new LoginRefusedException(null, null);
    }
    return user;
  }

  /** Without any password, also not one in the URL. */
  @Override
  public String toString() {
    return "ConnectionSettings[url="
        + BrokerUrl.withoutSecrets(url)
        + ", user="
        + user
        + ", namespace="
        + namespace
        + ", clientName="
        + clientName
        + "]";
  }
}
