package dev.quiver.cli.task;

import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.broker.UserAdminException;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.config.ConnectionResolver;
import dev.quiver.cli.config.PasswordStore;
import dev.quiver.messaging.connection.Password;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.terminal.ShellTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Offers whoever comes for the first time, on the broker's own machine, to have an account made.
 * Who has one is asked for its password if it is not kept here; who says which to use is not asked.
 */
public final class NewAccount {

  /** What a person does: submit tasks, and talk. */
  private static final Set<Role> ROLES = Set.of(Role.CLIENT, Role.CHAT);

  private final CommandContext context;
  private final ConnectionFlags connection;
  private final List<String> cluster;

  /** For commands that go to the broker of those flags. */
  public NewAccount(CommandContext context, ConnectionFlags connection) {
    this(context, connection, List.of());
  }

  /**
   * For commands that go to a cluster as well.
   *
   * @param cluster the addresses of its brokers, each of which must know who comes
   */
  public NewAccount(CommandContext context, ConnectionFlags connection, List<String> cluster) {
    this.context = context;
    this.connection = connection;
    this.cluster = List.copyOf(cluster);
  }

  /**
   * The login to use.
   *
   * @param name who it is for
   * @param terminal where to ask; null to ask nobody
   * @throws dev.quiver.cli.CommandFailure if there is such an account and its password is not
   *     known, or whoever was asked leaves
   */
  public ConnectionChoice offer(
      ConnectionChoice choice, String name, @Nullable ShellTerminal terminal) throws IOException {
    String user = name.toLowerCase(Locale.ROOT);
    if (choice.userChosen()
        || !ConnectionResolver.isLoopback(choice.url())
        || !user.matches("[a-z0-9-]{1,32}")) {
      return choice;
    }
    PasswordStore store = new PasswordStore(context.home());
    if (Files.isReadable(store.fileOf(user))) {
      return choice.as(user, Password.fromFile(store.fileOf(user)));
    }
    ConnectionChoice admin = context.connect(connection, Role.ADMIN.label());
    Password secret = admin.password();
    if (secret != null && exists(admin, secret, user)) {
      return choice.as(user, ask(user, terminal));
    }
    if (terminal == null || secret == null) {
      return choice;
    }
    if (!agrees(user, terminal)) {
      terminal.show(context.text().format("account.shared", choice.user(), user));
      return choice;
    }
    ConnectionChoice made = make(choice, user);
    terminal.show(context.text().format("account.made", user, store.fileOf(user)));
    return made;
  }

  /** Whether there is that account; what keeps us from knowing is told when we log in. */
  private static boolean exists(ConnectionChoice admin, Password secret, String user) {
    try (UserAdmin users = admin.users(secret)) {
      return users.list().stream().anyMatch(each -> each.name().equals(user));
    } catch (UserAdminException | QuiverMessagingException e) {
      return false;
    }
  }

  /** The password of an account that is there and whose password is not kept here. */
  private Password ask(String user, @Nullable ShellTerminal terminal) throws IOException {
    String typed =
        terminal == null
            ? null
            : terminal.readSecret(context.text().format("account.password", user) + " ");
    if (typed == null || typed.isBlank()) {
      throw context.failure(ExitCode.NOT_AUTHORISED, "account.notKept", user);
    }
    return Password.of(typed.strip());
  }

  /**
   * Makes an account, whose password this machine keeps, without asking; only on the broker's own
   * machine.
   *
   * @return the login to use
   */
  public ConnectionChoice make(ConnectionChoice choice, String user) throws IOException {
    PasswordStore store = new PasswordStore(context.home());
    boolean kept = Files.isReadable(store.fileOf(user));
    if (kept && cluster.isEmpty()) {
      return choice.as(user, Password.fromFile(store.fileOf(user)));
    }
    ConnectionChoice admin = context.connect(connection, Role.ADMIN.label());
    Password secret = admin.password();
    if (secret == null) {
      throw context.failure(ExitCode.NOT_AUTHORISED, "user.needsAdmin", admin.user());
    }
    if (!kept) {
      String drawn = NewPassword.random();
      try (UserAdmin users = admin.users(secret)) {
        users.add(user, drawn, ROLES);
      }
      store.keep(user, drawn);
    }
    Password password = Password.fromFile(store.fileOf(user));
    for (String each : cluster) {
      addIfAbsent(admin.at(each), secret, user, password);
    }
    return choice.as(user, password);
  }

  /** Where it was not added, as on a broker that was away, it is when this is done again. */
  private static void addIfAbsent(
      ConnectionChoice admin, Password secret, String user, Password password) {
    try (UserAdmin users = admin.users(secret)) {
      if (users.list().stream().noneMatch(each -> each.name().equals(user))) {
        users.add(user, password.reveal(), ROLES);
      }
    }
  }

  /** Asks until it is a yes, which an empty answer is too, or a no. */
  private boolean agrees(String user, ShellTerminal terminal) throws IOException {
    String question = context.text().format("account.offer", user) + " ";
    while (true) {
      String answer = terminal.readAnswer(question);
      if (answer == null) {
        throw context.failure(ExitCode.INTERRUPTED, "account.notMade", user);
      }
      String said = answer.strip().toLowerCase(Locale.ROOT);
      if (said.isEmpty() || said.startsWith(context.text().format("account.yes"))) {
        return true;
      }
      if (said.startsWith(context.text().format("account.no"))) {
        return false;
      }
    }
  }
}
