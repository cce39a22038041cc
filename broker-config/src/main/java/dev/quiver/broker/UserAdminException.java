package dev.quiver.broker;

/** Why a user could not be added, removed, listed or changed; the message says how to mend it. */
public final class UserAdminException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Kind {
    /** No broker answers there. */
    UNREACHABLE,
    /** The login is wrong or not an admin's. */
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

  UserAdminException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  UserAdminException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What kind of trouble it is. */
  public Kind kind() {
    return kind;
  }
}
