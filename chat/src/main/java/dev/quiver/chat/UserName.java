package dev.quiver.chat;

import dev.quiver.messaging.text.UnusableValueException;

/**
 * Who somebody is: the login that the broker vouches for.
 *
 * @param value lower-case letters, digits and dashes, at most 64
 */
public record UserName(String value) implements Comparable<UserName> {

  private static final int LONGEST = 64;

  public UserName {
    if (!isUsable(value)) {
      throw UnusableValueException.of("value.login", value);
    }
  }

  /** Asked for each message that is heard, so it is no pattern. */
  public static boolean isUsable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return !value.isEmpty() && value.length() <= LONGEST;
  }

  @Override
  public int compareTo(UserName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
