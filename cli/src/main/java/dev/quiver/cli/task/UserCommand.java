package dev.quiver.cli.task;

import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.MissingCommandException;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.config.PasswordStore;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.cli.output.Table;
import dev.quiver.messaging.connection.Password;
import dev.quiver.messaging.text.Messages;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code quiver user add|remove|list|passwd}: accounts of the running broker, with effect at once.
 * A password is never an argument, which others on the machine could see.
 */
@Command(name = "user")
public final class UserCommand implements Runnable {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  UserCommand(CommandContext context) {
    this.context = context;
  }

  /** Where the new password comes from. */
  static final class PasswordSource {
    @Option(names = "--new-password-file", paramLabel = "FILE")
    @Nullable Path file;

    @Option(names = "--generate")
    boolean generate;
  }

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }

  @Command(name = "add")
  int add(
      @Mixin ConnectionFlags connection,
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Option(names = "--role", paramLabel = "ROLE", split = ",", defaultValue = "client")
          List<String> roles,
      @Mixin PasswordSource source)
      throws IOException {
    Set<Role> wanted = new LinkedHashSet<>();
    for (String role : roles) {
      wanted.add(
          Role.labelled(role)
              .orElseThrow(() -> context.failure(ExitCode.USAGE, "user.role", role, roleNames())));
    }
    try (UserAdmin users = admin(connection)) {
      NewSecret secret = password(source, name);
      users.add(name, secret.password(), wanted);
      context.say("user.added", name, String.join(", ", roles));
      showOnce(name, secret);
    }
    return ExitCode.DONE;
  }

  @Command(name = "remove")
  int remove(
      @Mixin ConnectionFlags connection, @Parameters(index = "0", paramLabel = "NAME") String name)
      throws IOException {
    try (UserAdmin users = admin(connection)) {
      users.remove(name);
    }
    new PasswordStore(context.home()).forget(name);
    context.say("user.removed", name);
    return ExitCode.DONE;
  }

  @Command(name = "list")
  int list(@Mixin ConnectionFlags connection, @Option(names = "--json") boolean json) {
    Messages text = context.text();
    Table table =
        new Table(
            text.format("column.user"), text.format("column.roles"), text.format("column.kind"));
    try (UserAdmin users = admin(connection)) {
      for (UserAdmin.User user : users.list()) {
        List<String> roles = user.roles().stream().map(Role::label).sorted().toList();
        if (json) {
          context
              .out()
              .line(
                  new JsonLine()
                      .put("user", user.name())
                      .put("roles", roles)
                      .put("system", user.system())
                      .end());
        }
        table.row(
            user.name(),
            String.join(" ", roles),
            text.format(user.system() ? "user.system" : "user.own"));
      }
    }
    if (!json) {
      table.lines().forEach(context.out()::line);
    }
    return ExitCode.DONE;
  }

  @Command(name = "passwd")
  int passwd(
      @Mixin ConnectionFlags connection,
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Mixin PasswordSource source)
      throws IOException {
    try (UserAdmin users = admin(connection)) {
      NewSecret secret = password(source, name);
      users.passwd(name, secret.password());
      context.say("user.changed", name);
      showOnce(name, secret);
    }
    new PasswordStore(context.home()).forget(name);
    return ExitCode.DONE;
  }

  private record NewSecret(String password, boolean generated) {}

  private UserAdmin admin(ConnectionFlags connection) {
    ConnectionChoice choice = context.connect(connection, Role.ADMIN.label());
    Password password = choice.password();
    if (password == null) {
      throw context.failure(ExitCode.NOT_AUTHORISED, "user.needsAdmin", choice.user());
    }
    return choice.users(password);
  }

  private NewSecret password(PasswordSource source, String name) {
    if (source.file != null) {
      return new NewSecret(Password.fromFile(source.file).reveal(), false);
    }
    String ofEnvironment = context.environment().get("QUIVER_NEW_PASSWORD");
    if (ofEnvironment != null && !ofEnvironment.isEmpty()) {
      return new NewSecret(ofEnvironment, false);
    }
    Console console = context.terminal().in() ? System.console() : null;
    if (source.generate || console == null) {
      return new NewSecret(NewPassword.random(), true);
    }
    char[] once = console.readPassword("%s ", context.text().format("user.prompt", name));
    char[] twice = console.readPassword("%s ", context.text().format("user.again"));
    if (once == null || twice == null || !Arrays.equals(once, twice)) {
      throw context.failure(ExitCode.USAGE, "user.differ");
    }
    return new NewSecret(new String(once), false);
  }

  private void showOnce(String name, NewSecret secret) {
    if (secret.generated()) {
      context.say("user.generated", name);
      context.out().line(secret.password());
    }
  }

  private static String roleNames() {
    return Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(", "));
  }
}
