package dev.quiver.broker;

import org.jspecify.annotations.Nullable;

/** Why a user could not be added, removed, listed or changed; the message says how to mend it. */
public final class UserAdminException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Kind {
    /** No broker answers there. */
    UNREACHABLE,
    /** There is no such user, or the password is wrong. */
    LOGIN_REFUSED,
    /** The login is not an admin's. */
    NOT_ADMIN,
    /** Such a user is there already. */
    EXISTS,
    /** There is no such user. */
    UNKNOWN,
    /** A system account, which is not to be changed. */
    SYSTEM,
    /** A name that cannot be. */
    BAD_NAME,
    /** A password that is too short. */
    BAD_PASSWORD,
    /** No role. */
    BAD_ROLE,
    /** The broker could not do it. */
    FAILED
  }

  private final Kind kind;
  private final @Nullable String about;

  UserAdminException(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.about = null;
  }

  UserAdminException(Kind kind, String message, Throwable cause) {
    this(kind, message, null, cause);
  }

  /** About that user. */
  UserAdminException(Kind kind, String message, String about) {
    super(message);
    this.kind = kind;
    this.about = about;
  }

  UserAdminException(Kind kind, String message, @Nullable String about, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.about = about;
  }

  /**
   * The broker that is not there, or the user that it is about; null for other kinds of trouble.
   */
  public @Nullable String about() {
    return about;
  }

  /** What kind of trouble it is. */
  public Kind kind() {
    return kind;
  }
}
