package dev.quiver.chat;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.UnusableValueException;

/**
 * Who somebody is: the login that the broker vouches for.
 *
 * @param value lower-case letters, digits and dashes, at most 64
 */
public record UserName(String value) implements Comparable<UserName> {

  public UserName {
    if (!isUsable(value)) {
      throw UnusableValueException.of("value.login", value);
    }
  }

  public static boolean isUsable(String value) {
    return Names.isLogin(value);
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
