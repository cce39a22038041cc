package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/** The broker does not know this user, or the password is wrong. */
public final class LoginRefusedException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String user;

  /**
   * @param user who tried; null if no user was given
   */
  public LoginRefusedException(@Nullable String user, @Nullable Throwable cause) {
    super(
        user == null
            ? "the broker refuses a login without a user: give one (--user, QUIVER_USER)"
            : "the broker refuses the login of \""
                + user
                + "\": the user does not exist there or the password is wrong; see"
                + " QUIVER_PASSWORD_FILE and the file credentials in the broker's data folder",
        cause);
    this.user = user;
  }

  /** Who tried; null if no user was given. */
  public @Nullable String user() {
    return user;
  }
}
