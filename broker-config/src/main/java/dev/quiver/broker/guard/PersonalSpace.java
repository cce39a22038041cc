package dev.quiver.broker.guard;

import java.util.HashSet;
import java.util.Set;
import org.apache.activemq.artemis.core.security.Role;

/**
 * What is named after a user and for that user alone to read. A more specific setting replaces a
 * general one; so what others may do there is copied from the general one.
 */
public enum PersonalSpace {
  /** Outcomes of tasks. */
  RESULTS(".tasks.results.", true),
  /** Answers to questions. */
  REPLIES(".replies.", true),
  /** Direct messages. */
  CHAT(".chat.user.", false),
  /** Files that are offered. */
  FILES(".chat.files.", false);

  /** In the place of the user this matches the general setting only: no user is called so. */
  private static final String NOBODY = "_";

  private final String prefix;
  private final boolean hasMembers;

  PersonalSpace(String prefix, boolean hasMembers) {
    this.prefix = prefix;
    this.hasMembers = hasMembers;
  }

  /** An address to which the general setting applies. */
  public String general(String namespace) {
    return namespace + prefix + NOBODY + (hasMembers ? "._" : "");
  }

  /** What the setting of that user matches. */
  public String matching(String namespace, String user) {
    return namespace + prefix + user + (hasMembers ? ".#" : "");
  }

  /** Whether that is the name of a member of what is that user's. */
  boolean isOf(String namespace, String user, String member) {
    return member.startsWith(namespace + prefix + user + ".");
  }

  /** Who may do what there: what others may, and the owner. */
  public Set<Role> rights(String user, String namespace, Set<Role> general) {
    Set<Role> roles = new HashSet<>(general);
    roles.add(owner(namespace + ".user." + user));
    return roles;
  }

  /** Consume, browse, create and delete; nobody sends to himself. */
  private static Role owner(String role) {
    return new Role(
        role, false, true, true, true, true, true, false, true, true, true, false, false);
  }
}
