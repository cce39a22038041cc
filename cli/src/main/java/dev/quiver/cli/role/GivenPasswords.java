package dev.quiver.cli.role;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.messaging.connection.Password;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Passwords of the system accounts that whoever starts the broker chose: a folder with a file an
 * account, as containers get their secrets, or a variable an account.
 */
final class GivenPasswords {

  /** Followed by the account in capitals. */
  static final String VARIABLE = "QUIVER_BROKER_PASSWORD_";

  private GivenPasswords() {}

  /**
   * Those that were given; nothing if nobody wants to give any. What else lies in the folder is no
   * business of ours.
   *
   * @param folder where they are to be; null if that was not said
   */
  static Optional<Credentials> find(CommandContext context, @Nullable Path folder) {
    Map<String, String> given = new TreeMap<>();
    for (Role role : Role.values()) {
      String account = role.label();
      String variable = context.environment().get(VARIABLE + account.toUpperCase(Locale.ROOT));
      if (variable != null && !variable.isBlank()) {
        given.put(account, variable);
      }
      Path file = folder == null ? null : folder.resolve(account);
      if (file != null && Files.isRegularFile(file)) {
        given.put(account, Password.fromFile(file).reveal());
      }
    }
    if (folder != null && !given.containsKey(Role.ADMIN.label())) {
      throw context.failure(
          ExitCode.USAGE, "broker.noPasswords", folder, VARIABLE + "ADMIN", VARIABLE + "WORKER");
    }
    return given.isEmpty() ? Optional.empty() : Optional.of(Credentials.of(given));
  }
}
