package dev.quiver.broker.guard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;

/**
 * Gives each user the space named after it: its inboxes, reply queues, direct messages and files.
 * Artemis matches permissions by address and knows no users in them, so there is a role for each
 * user and a setting for each {@link PersonalSpace}, made when the user's first session is.
 */
final class PersonalRights {

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
    for (PersonalSpace space : PersonalSpace.values()) {
      add(user, space);
    }
    known.add(user);
  }

  private void add(String user, PersonalSpace space) {
    HierarchicalRepository<Set<Role>> settings = server.getSecurityRepository();
    settings.addMatch(
        space.matching(namespace, user),
        space.rights(user, namespace, settings.getMatch(space.general(namespace))));
  }
}
