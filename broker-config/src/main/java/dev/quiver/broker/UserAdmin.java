package dev.quiver.broker;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.json.JsonArray;
import org.apache.activemq.artemis.json.JsonObject;
import org.apache.activemq.artemis.utils.JsonLoader;
import org.jspecify.annotations.Nullable;

/**
 * Adds, removes and lists users of a running broker over its management, with an admin's login.
 * Every change holds at once: the broker's caches are emptied, and who was removed or got another
 * password or role is disconnected.
 */
public final class UserAdmin implements AutoCloseable {

  /** How many characters a password has at least. */
  public static final int SHORTEST_PASSWORD = 8;

  private final String namespace;
  private final Management management;

  private UserAdmin(String namespace, Management management) {
    this.namespace = namespace;
    this.management = management;
  }

  /**
   * A user and what it may be.
   *
   * @param name lower-case letters, digits and dashes
   * @param roles its roles in this namespace
   * @param system whether it is one of the accounts made at the broker's first start
   */
  public record User(String name, Set<Role> roles, boolean system) {
    public User {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * Logs in as an admin.
   *
   * @throws UserAdminException if the broker cannot be reached or refuses the login
   */
  public static UserAdmin connect(String url, String admin, String password, String namespace) {
    return new UserAdmin(namespace, Management.connect(url, admin, password));
  }

  /**
   * Adds a user with those roles and, beside them, the space named after it.
   *
   * @throws UserAdminException if the name or the password is not usable or the user is there
   */
  public void add(String user, String password, Set<Role> roles) {
    requireName(user);
    requirePassword(password);
    requireRoles(roles);
    if (find(user) != null) {
      throw new UserAdminException(
          UserAdminException.Kind.EXISTS,
          "the user " + user + " exists already: choose another name, or change its password",
          user);
    }
    management.call("addUser", user, password, onBroker(user, roles), false);
    management.call("clearAuthenticationCache");
    if (roles.contains(Role.CHAT)) {
      makeMailbox(user);
    }
  }

  /** The queue of its direct messages, so that others can write before it comes first. */
  private void makeMailbox(String user) {
    management.call(
        "createQueue",
        QueueConfiguration.of(namespace + ".chat.user." + user)
            .setRoutingType(RoutingType.ANYCAST)
            .setDurable(true)
            .setAutoCreated(false)
            .setAutoDelete(false)
            .setAutoCreateAddress(true)
            .toJSON(),
        true);
  }

  private void removeMailbox(String user) {
    management.call("destroyQueue", namespace + ".chat.user." + user, true, true);
  }

  /**
   * Removes a user and closes its connections, and its direct messages with it; its other queues go
   * after disuse.
   *
   * @throws UserAdminException if there is no such user, or it is a system account
   */
  public void remove(String user) {
    requireChangeable(user);
    User known = find(user);
    management.call("removeUser", user);
    disconnect(user);
    if (known != null && known.roles().contains(Role.CHAT)) {
      removeMailbox(user);
    }
  }

  /**
   * Gives a user another password and closes its connections.
   *
   * @throws UserAdminException if there is no such user, or it is a system account
   */
  public void passwd(String user, String password) {
    requireChangeable(user);
    requirePassword(password);
    User known = find(user);
    management.call(
        "resetUser",
        user,
        password,
        onBroker(user, known == null ? Set.of() : known.roles()),
        false);
    disconnect(user);
  }

  /** The users that have a role in this namespace, by name. */
  public List<User> list() {
    Object answer = management.call("listUser", "");
    JsonArray users = JsonLoader.readArray(new StringReader(String.valueOf(answer)));
    List<User> found = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      User user = read(users.getJsonObject(i));
      if (!user.roles().isEmpty()) {
        found.add(user);
      }
    }
    found.sort(Comparator.comparing(User::name));
    return found;
  }

  @Override
  public void close() {
    management.close();
  }

  private User read(JsonObject user) {
    String name = user.getString("username");
    Set<Role> roles = EnumSet.noneOf(Role.class);
    JsonArray listed = user.getJsonArray("roles");
    for (int i = 0; i < listed.size(); i++) {
      String role = listed.getString(i);
      if (role.startsWith(namespace + ".")) {
        Role.labelled(role.substring(namespace.length() + 1)).ifPresent(roles::add);
      }
    }
    return new User(name, roles, Role.labelled(name).isPresent());
  }

  private @Nullable User find(String name) {
    return list().stream().filter(user -> user.name().equals(name)).findFirst().orElse(null);
  }

  /** Twice around the closing, since a login under way fills the cache again. */
  private void disconnect(String user) {
    management.call("clearAuthenticationCache");
    management.call("clearAuthorizationCache");
    management.call("closeConnectionsForUser", user);
    management.call("clearAuthenticationCache");
  }

  private String onBroker(String user, Set<Role> roles) {
    return Stream.concat(
            roles.stream().sorted().map(role -> role.on(namespace)),
            Stream.of(Role.personal(namespace, user)))
        .collect(Collectors.joining(","));
  }

  private static void requireName(String user) {
    if (!user.matches("[a-z0-9-]{1,64}")) {
      throw new UserAdminException(
          UserAdminException.Kind.BAD_NAME,
          "the user name \""
              + user
              + "\" is not usable: use lower-case letters, digits and dashes, at most 64",
          user);
    }
  }

  private static void requirePassword(String password) {
    if (password.length() < SHORTEST_PASSWORD) {
      throw new UserAdminException(
          UserAdminException.Kind.BAD_PASSWORD,
          "the password is too short: use " + SHORTEST_PASSWORD + " characters or more");
    }
  }

  private static void requireRoles(Set<Role> roles) {
    if (roles.isEmpty()) {
      throw new UserAdminException(
          UserAdminException.Kind.BAD_ROLE,
          "a user needs a role: one or several of "
              + Stream.of(Role.values()).map(Role::label).collect(Collectors.joining(", ")));
    }
  }

  private void requireChangeable(String user) {
    requireName(user);
    User known = find(user);
    if (known == null) {
      throw new UserAdminException(
          UserAdminException.Kind.UNKNOWN,
          "there is no user " + user + ": list the users to see their names",
          user);
    }
    if (known.system()) {
      throw new UserAdminException(
          UserAdminException.Kind.SYSTEM,
          "the system account "
              + user
              + " cannot be changed here: its password lies in the broker's credentials file, where"
              + " local commands find it",
          user);
    }
  }
}
