package dev.quiver.cli.config;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.UserAdmin;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.Password;
import dev.quiver.messaging.connection.TlsFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which broker a command goes to, and as whom.
 *
 * @param url the broker's address
 * @param configured whether somebody asked for that address; else it is where a local broker would
 *     be
 * @param user who logs in
 * @param userChosen whether somebody asked for that user; else it is the account of the role
 * @param password the user's, if it was found without asking
 * @param namespace what addresses begin with
 * @param dataFolder where a local broker keeps its data and its passwords
 * @param tls the folder of the certificates; null if it is not said that the broker encrypts
 * @param cluster the addresses of the brokers that have the pools, if the configuration names any
 */
public record ConnectionChoice(
    String url,
    boolean configured,
    String user,
    boolean userChosen,
    @Nullable Password password,
    String namespace,
    Path dataFolder,
    @Nullable Path tls,
    List<String> cluster) {

  public ConnectionChoice {
    cluster = List.copyOf(cluster);
  }

  /**
   * The addresses of a cluster's brokers, encrypted as the designated one is.
   *
   * @param text them, with commas between
   * @param tls the folder of the certificates; null for none
   */
  static List<String> clusterOf(String text, @Nullable Path tls) {
    List<String> urls = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      urls.add(tls == null ? each.strip() : new TlsFolder(tls).onto(each.strip()));
    }
    return urls;
  }

  /** The settings for a connection that bears this name in the broker's console. */
  public ConnectionSettings settings(String clientName) {
    return ConnectionSettings.of(url)
        .withUser(user, password)
        .withNamespace(namespace)
        .withClientName(clientName);
  }

  /**
   * Logs in to manage users. Looks first who is there, since that tells most of what is wrong.
   *
   * @throws dev.quiver.messaging.connection.QuiverMessagingException if no broker of ours is there
   * @throws dev.quiver.broker.UserAdminException if the login is refused
   */
  public UserAdmin users(Password secret) {
    try (Connections connections = Connections.to(settings("quiver user"))) {
      connections.requireBroker();
    }
    return UserAdmin.connect(url, user, secret.reveal(), namespace);
  }

  /** The same user at another broker that knows the same passwords. */
  public ConnectionChoice at(String otherUrl) {
    return new ConnectionChoice(
        otherUrl, configured, user, userChosen, password, namespace, dataFolder, tls, cluster);
  }

  /** The same, as another user. */
  public ConnectionChoice as(String otherUser, Password itsPassword) {
    return new ConnectionChoice(
        url, configured, otherUser, true, itsPassword, namespace, dataFolder, tls, cluster);
  }

  /**
   * The same for a role that waits for its broker: a local one that has never run writes its
   * passwords only when it starts, so they are looked up at each login.
   */
  public ConnectionChoice awaitingBroker() {
    return password == null && ConnectionResolver.isLoopback(url)
        ? new ConnectionChoice(
            url,
            configured,
            user,
            userChosen,
            Password.later(this::writtenSince),
            namespace,
            dataFolder,
            tls,
            cluster)
        : this;
  }

  private String writtenSince() {
    try {
      return Credentials.read(dataFolder).passwordOf(user).orElse("");
    } catch (IOException notYet) {
      return "";
    }
  }
}
