package dev.quiver.broker;

import java.util.Locale;
import java.util.Optional;

/** What a user may be. Who may do what stands in {@code docs/permissions.md}. */
public enum Role {
  ADMIN,
  ORCHESTRATOR,
  WORKER,
  CLIENT,
  CHAT,
  NUMBERS,
  PEER,
  NODE,
  VIEWER;

  /** The word people use for it, also the name of its system account. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name on the broker, which other applications' roles never have. */
  public String on(String namespace) {
    return namespace + "." + label();
  }

  /** The role of that label. */
  public static Optional<Role> labelled(String label) {
    for (Role role : values()) {
      if (role.label().equals(label)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** The role that makes a user the owner of the space named after it. */
  static String personal(String namespace, String user) {
    return namespace + ".user." + user;
  }
}
