package dev.quiver.broker.guard;

import org.apache.activemq.artemis.utils.UUID;

/** Which names a user has a claim to. */
final class Claim {

  private static final int LONGEST_USER = 64;

  private Claim() {}

  /**
   * Whether a name can be a user of ours: lower-case letters, digits and dashes. With other
   * characters, a dot above all, the space of one user could cover that of another.
   */
  static boolean isUserName(String user) {
    if (user.isEmpty() || user.length() > LONGEST_USER) {
      return false;
    }
    for (int i = 0; i < user.length(); i++) {
      if (!isOfUserName(user.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a subscription may bear that name: a UUID, or the user followed by a delimiter. */
  static boolean mayName(String user, String subscription) {
    return isUuid(subscription) || beginsWithUser(user, subscription);
  }

  /** {@code ann} has a claim to {@code ann} and {@code ann.events}, not to {@code ann-b.events}. */
  static boolean beginsWithUser(String user, String name) {
    return !user.isEmpty()
        && name.startsWith(user)
        && (name.length() == user.length() || !isOfUserName(name.charAt(user.length())));
  }

  static boolean isUuid(String name) {
    return UUID.isUUID(name);
  }

  private static boolean isOfUserName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }
}
