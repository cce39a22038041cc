package dev.quiver.broker.export;

import dev.quiver.broker.UnusableException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;

/** The files of an instance with our parts in them, and what its operator has decided. */
final class Merge {

  private static final String NOTIFICATIONS = "activemq.notifications";
  private static final String MANAGEMENT = "activemq.management";
  private static final String COUNTING = "mops.broker.listQueues";

  private final StockParts parts;
  private final Instance plain;
  private final Configuration theirs;
  private final Marked marked;

  /**
   * @throws UnusableException if the instance has something of its own in the namespace, or users
   *     of the names that are to be added
   */
  Merge(StockParts parts, Instance instance) {
    this.parts = parts;
    this.plain = instance.without(parts.namespace());
    this.theirs = plain.configuration();
    this.marked = new Marked(parts.namespace());
    theirs.getAddressSettings().keySet().forEach(this::requireForeign);
    theirs.getSecurityRoles().keySet().forEach(this::requireForeign);
    theirs.getAddressConfigurations().stream()
        .map(CoreAddressConfiguration::getName)
        .forEach(this::requireForeign);
    Map<String, String> users = Instance.entries(plain.users());
    for (Account account : parts.accounts()) {
      if (users.containsKey(account.name())) {
        throw new UnusableException(
            "user-there",
            "the instance has a user \""
                + account.name()
                + "\" already, which would gain rights: choose another namespace",
            account.name());
      }
    }
  }

  private void requireForeign(String match) {
    if (parts.isOurs(match)) {
      throw new UnusableException(
          "match-there",
          "the broker.xml of the instance says something of its own about \""
              + match
              + "\": remove that, or choose another namespace, then export again",
          match);
    }
  }

  /** Its files with ours in them. */
  Instance merged(Set<Decision> decided, SortedMap<String, String> users) {
    String xml = plain.xml();
    for (StockParts.Section section : StockParts.Section.values()) {
      String lines = parts.lines(section);
      if (section == StockParts.Section.SECURITY_SETTINGS
          && decided.contains(Decision.MANAGEMENT)) {
        lines += managing();
      }
      xml = marked.intoSection(xml, section.element(), lines);
    }
    StringBuilder core = new StringBuilder();
    if (decided.contains(Decision.USERS)) {
      core.append(flag("populate-validated-user", theirs.isPopulateValidatedUser()));
      core.append(flag("reject-empty-validated-user", theirs.isRejectEmptyValidatedUser()));
    }
    if (decided.contains(Decision.MANAGEMENT)) {
      core.append(flag("management-message-rbac", theirs.isManagementMessageRbac()));
    }
    if (!core.isEmpty()) {
      xml = marked.intoSection(xml, "core", core.toString());
    }
    if (decided.contains(Decision.PLUGIN)) {
      xml = marked.intoSection(xml, "broker-plugins", "  " + parts.plugin() + "\n");
    }
    Instance merged =
        new Instance(
            xml,
            marked.intoProperties(plain.users(), lines(users)),
            marked.intoProperties(plain.roles(), lines(parts.members())));
    // Whoever reads it next must be able to.
    merged.configuration();
    return merged;
  }

  private String flag(String element, boolean isOn) {
    if (isOn) {
      return "";
    }
    if (Marked.hasElement(plain.xml(), element)) {
      throw new UnusableException(
          "false-there",
          "the broker.xml of the instance says false for <"
              + element
              + ">: decide that there, then export again",
          element);
    }
    return "  <" + element + ">true</" + element + ">\n";
  }

  /** What the orchestrator may, beside all that others may already. */
  private String managing() {
    HierarchicalRepository<Set<Role>> before = new HierarchicalObjectRepository<>();
    before.setDefault(Set.of());
    theirs.getSecurityRoles().forEach(before::addMatch);
    Set<Role> managers =
        before.getMatch(MANAGEMENT).stream().filter(Role::isManage).collect(Collectors.toSet());
    Map<String, Set<Role>> rights = new LinkedHashMap<>();
    rights.put(NOTIFICATIONS, and(before.getMatch(NOTIFICATIONS), ours(NOTIFICATIONS)));
    rights.put(MANAGEMENT, and(before.getMatch(MANAGEMENT), ours(MANAGEMENT)));
    if (theirs.isManagementMessageRbac()) {
      rights.put(COUNTING, and(before.getMatch(COUNTING), ours(COUNTING)));
    } else {
      Set<Role> everything =
          managers.stream().map(role -> seesAndEdits(role.getName())).collect(Collectors.toSet());
      rights.put("mops.#", everything);
      rights.put(COUNTING, and(everything, ours(COUNTING)));
    }
    StringBuilder lines = new StringBuilder();
    rights.forEach(
        (match, roles) -> {
          if (theirs.getSecurityRoles().containsKey(match)) {
            throw new UnusableException(
                "rights-there",
                "the broker.xml of the instance has rights of its own for \""
                    + match
                    + "\": add those that are missing there by hand (docs/stock-broker.md)",
                match);
          }
          lines.append("  ").append(SecurityXml.of(match, roles)).append('\n');
        });
    return lines.toString();
  }

  /** The orchestrator's right alone: admins and viewers of ours have no business outside. */
  private Set<Role> ours(String match) {
    String orchestrator = dev.quiver.broker.Role.ORCHESTRATOR.on(parts.namespace());
    Set<Role> all =
        Objects.requireNonNullElse(
            parts.configuration().getSecurityRoles().get(match), Set.<Role>of());
    return all.stream()
        .filter(role -> role.getName().equals(orchestrator))
        .collect(Collectors.toSet());
  }

  private static Set<Role> and(Set<Role> some, Set<Role> more) {
    Set<Role> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  private static Role seesAndEdits(String name) {
    return new Role(
        name, false, false, false, false, false, false, false, false, false, false, true, true);
  }

  private static String lines(Map<String, String> entries) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(entries)
        .forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    return text.toString();
  }
}
