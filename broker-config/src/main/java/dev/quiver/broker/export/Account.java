package dev.quiver.broker.export;

import dev.quiver.broker.Role;
import dev.quiver.broker.UnusableException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A user that is to be known to the broker.
 *
 * @param name lower-case letters, digits and dashes
 * @param roles what it may be
 */
public record Account(String name, Set<Role> roles) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  public Account {
    if (!NAME.matcher(name).matches()) {
      throw new UnusableException(
          "account-name",
          "\"" + name + "\" cannot name an account: use lower-case letters, digits and dashes",
          name);
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("the account " + name + " has no role: give it one");
    }
    roles = new LinkedHashSet<>(roles);
  }

  /**
   * One for each role, called {@code namespace-role}: the broker may have users of its own that are
   * called {@code admin} or {@code client}, and these must gain nothing.
   */
  public static List<Account> ofRoles(String namespace) {
    return EnumSet.allOf(Role.class).stream()
        .map(role -> new Account(namespace + "-" + role.label(), Set.of(role)))
        .toList();
  }

  /**
   * Reads {@code NAME:ROLE,ROLE}.
   *
   * @throws UnusableException if it is something else
   */
  public static Account parse(String text) {
    int colon = text.indexOf(':');
    Set<Role> roles = new LinkedHashSet<>();
    for (String label : text.substring(colon + 1).split(",", -1)) {
      roles.add(
          Role.labelled(label)
              .filter(role -> colon > 0)
              .orElseThrow(
                  () ->
                      new UnusableException(
                          "account",
                          "\"" + text + "\" is no account: write NAME:ROLE or NAME:ROLE,ROLE",
                          text)));
    }
    return new Account(text.substring(0, colon), roles);
  }
}
