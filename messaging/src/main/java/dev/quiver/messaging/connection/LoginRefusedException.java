package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;
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
            ? Sayings.ofMessaging().say("failure.noUser")
            : Sayings.ofMessaging().say("failure.login", user),
        cause);
    this.user = user;
  }

  /** Who tried; null if no user was given. */
  public @Nullable String user() {
    return user;
  }
}
