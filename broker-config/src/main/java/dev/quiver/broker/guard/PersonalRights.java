package dev.quiver.broker.guard;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;

/**
 * Gives each user the space named after it: its inboxes, reply queues, direct messages and files.
 * Artemis matches permissions by address and knows no users in them, so there is a role for each
 * user and a setting for each of its spaces, made when the user's first session is. A more specific
 * setting replaces a general one; so what others may do there is copied from the general one.
 */
final class PersonalRights {

  /** In the place of the user this matches the general setting only: no user is called so. */
  private static final String NOBODY = "_";

  private final ActiveMQServer server;
  private final String namespace;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  PersonalRights(ActiveMQServer server, String namespace) {
    this.server = server;
    this.namespace = namespace;
  }

  /** Makes sure that this user has its spaces; cheap after the first time. */
  void ensure(String user) {
    if (known.contains(user) || !Claim.isUserName(user)) {
      return;
    }
    for (Space space : Space.values()) {
      add(user, space);
    }
    known.add(user);
  }

  private void add(String user, Space space) {
    HierarchicalRepository<Set<Role>> settings = server.getSecurityRepository();
    Set<Role> roles = new HashSet<>(settings.getMatch(namespace + space.within(NOBODY)));
    roles.add(owner(namespace + ".user." + user));
    settings.addMatch(namespace + space.matching(user), roles);
  }

  /** Consume, browse, create and delete; nobody sends to himself. */
  private static Role owner(String role) {
    return new Role(
        role, false, true, true, true, true, true, false, true, true, true, false, false);
  }

  private enum Space {
    RESULTS(".tasks.results.", true),
    REPLIES(".replies.", true),
    CHAT(".chat.user.", false),
    FILES(".chat.files.", false);

    private final String prefix;
    private final boolean hasMembers;

    Space(String prefix, boolean hasMembers) {
      this.prefix = prefix;
      this.hasMembers = hasMembers;
    }

    String within(String user) {
      return prefix + user + (hasMembers ? "._" : "");
    }

    String matching(String user) {
      return prefix + user + (hasMembers ? ".#" : "");
    }
  }
}
