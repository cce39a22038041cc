package dev.quiver.cli.up;

import dev.quiver.broker.Role;
import dev.quiver.broker.UserAdmin;
import dev.quiver.broker.UserAdminException;
import dev.quiver.cli.config.PasswordStore;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Password;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/** The account that a demonstration shows people, with a token that is new each time. */
final class DemoAccount {

  static final String USER = "user1";

  private static final int BYTES = 18;

  private DemoAccount() {}

  /**
   * Makes it, or gives it a new token, and keeps that where this machine's commands find it.
   *
   * @return the token, which is its password
   */
  static String make(ConnectionSettings admin, Path home) throws IOException {
    Password password = Objects.requireNonNull(admin.password(), "the admin's password");
    byte[] bits = new byte[BYTES];
    new SecureRandom().nextBytes(bits);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    try (UserAdmin users =
        UserAdmin.connect(
            admin.url(), admin.requiredUser(), password.reveal(), admin.addresses().namespace())) {
      try {
        users.add(USER, token, Set.of(Role.CLIENT));
      } catch (UserAdminException known) {
        if (known.kind() != UserAdminException.Kind.EXISTS) {
          throw known;
        }
        users.passwd(USER, token);
      }
    }
    new PasswordStore(home).keep(USER, token);
    return token;
  }
}
