package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;
import org.jspecify.annotations.Nullable;

/** The user is known and may not do this. */
public final class NotAuthorisedException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private final String user;
  private final String permission;
  private final String address;

  /**
   * @param permission the broker's word for what was tried: {@code SEND}, {@code CONSUME}, {@code
   *     BROWSE}, {@code CREATE_ADDRESS} and so on
   * @param address where it was tried
   */
  public NotAuthorisedException(
      String user, String permission, String address, @Nullable Throwable cause) {
    super(Sayings.ofMessaging().say("failure.denied", user, permission, address), cause);
    this.user = user;
    this.permission = permission;
    this.address = address;
  }

  public String user() {
    return user;
  }

  /** The broker's word for what was tried, such as {@code SEND}. */
  public String permission() {
    return permission;
  }

  /** Where it was tried. */
  public String address() {
    return address;
  }
}
