package dev.quiver.broker.export;

import dev.quiver.broker.guard.QuiverPlugin;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.JsonLoader;
import org.jspecify.annotations.Nullable;

/** What differs between an instance's files and what they must have. */
public final class InstanceDiff {

  private final StockParts parts;
  private final Instance instance;
  private final Configuration theirs;
  private final List<Difference> found = new ArrayList<>();

  private InstanceDiff(StockParts parts, Instance instance) {
    this.parts = parts;
    this.instance = instance;
    this.theirs = instance.configuration();
  }

  /** How something differs. */
  public enum State {
    /** It must be there, and is not. */
    MISSING,
    /** It is there, and says something else. */
    DIFFERS,
    /** It is there, in the namespace, and need not be. */
    EXTRA,
    /** Its operator has not decided for it. */
    UNDECIDED
  }

  /**
   * One difference.
   *
   * @param part what kind of thing: {@code addressSetting}, {@code securitySetting}, {@code
   *     address}, {@code user}, {@code role}, {@code decision}
   * @param name what it matches, or is called
   * @param wanted what it must say; empty if that is nothing
   * @param there what it says; empty if that is nothing
   */
  public record Difference(String part, String name, State state, String wanted, String there) {}

  /** Compares. */
  public static List<Difference> of(StockParts parts, Instance instance) {
    InstanceDiff diff = new InstanceDiff(parts, instance);
    diff.compareSettings();
    diff.compareRights();
    diff.compareAddresses();
    diff.compareAccounts();
    diff.compareDecisions();
    return List.copyOf(diff.found);
  }

  private void compareSettings() {
    SortedMap<String, String> wanted = new TreeMap<>();
    parts.configuration().getAddressSettings().forEach((match, s) -> wanted.put(match, text(s)));
    SortedMap<String, String> there = new TreeMap<>();
    theirs.getAddressSettings().forEach((match, s) -> there.put(match, text(s)));
    compare("addressSetting", wanted, there);
  }

  private static String text(AddressSettings settings) {
    SortedSet<String> said = new TreeSet<>();
    JsonLoader.readObject(new StringReader(settings.toJSON()))
        .forEach((name, value) -> said.add(name + "=" + value));
    return String.join(" ", said);
  }

  private void compareRights() {
    SortedMap<String, String> wanted = new TreeMap<>();
    parts
        .rights()
        .forEach((match, roles) -> wanted.put(match, SecurityXml.rights(roles).toString()));
    SortedMap<String, String> there = new TreeMap<>();
    theirs
        .getSecurityRoles()
        .forEach((match, roles) -> there.put(match, SecurityXml.rights(roles).toString()));
    compare("securitySetting", wanted, there);
  }

  private void compareAddresses() {
    compare("address", addresses(parts.configuration()), addresses(theirs));
  }

  private static SortedMap<String, String> addresses(Configuration configuration) {
    SortedMap<String, String> addresses = new TreeMap<>();
    configuration
        .getAddressConfigurations()
        .forEach(
            address -> {
              SortedSet<String> queues = new TreeSet<>();
              address
                  .getQueueConfigs()
                  .forEach(
                      queue ->
                          queues.add(
                              queue.getName()
                                  + (Boolean.TRUE.equals(queue.isExclusive()) ? " exclusive" : "")
                                  + (Boolean.TRUE.equals(queue.isLastValue()) ? " last-value" : "")
                                  + (Boolean.TRUE.equals(queue.isNonDestructive())
                                      ? " non-destructive"
                                      : "")));
              addresses.put(
                  address.getName(),
                  new TreeSet<>(address.getRoutingTypes()) + " " + String.join(", ", queues));
            });
    return addresses;
  }

  private void compare(
      String part, SortedMap<String, String> wanted, SortedMap<String, String> there) {
    SortedSet<String> names = new TreeSet<>(wanted.keySet());
    names.addAll(there.keySet());
    for (String name : names) {
      if (parts.isOurs(name)) {
        add(part, name, wanted.get(name), there.get(name));
      }
    }
  }

  private void add(String part, String name, @Nullable String wanted, @Nullable String there) {
    if (Objects.equals(wanted, there)) {
      return;
    }
    State state = there == null ? State.MISSING : wanted == null ? State.EXTRA : State.DIFFERS;
    found.add(
        new Difference(
            part,
            name,
            state,
            Objects.requireNonNullElse(wanted, ""),
            Objects.requireNonNullElse(there, "")));
  }

  private void compareAccounts() {
    Map<String, String> users = Instance.entries(instance.users());
    for (Account account : parts.accounts()) {
      add("user", account.name(), "", users.containsKey(account.name()) ? "" : null);
    }
    Map<String, String> roles = Instance.entries(instance.roles());
    parts
        .members()
        .forEach(
            (role, members) -> {
              String there = roles.get(role);
              Set<String> have =
                  there == null
                      ? Set.of()
                      : Set.copyOf(Arrays.asList(there.split("\\s*,\\s*", -1)));
              if (!have.containsAll(Arrays.asList(members.split(",", -1)))) {
                add("role", role, members, there);
              }
            });
  }

  private void compareDecisions() {
    boolean users = theirs.isPopulateValidatedUser() && theirs.isRejectEmptyValidatedUser();
    boolean management =
        theirs.isManagementMessageRbac()
            && has("activemq.notifications")
            && has("activemq.management");
    decided(Decision.USERS, users);
    decided(Decision.MANAGEMENT, management);
    decided(Decision.PLUGIN, instance.hasPlugin(QuiverPlugin.class.getName()));
  }

  private boolean has(String match) {
    Set<Role> roles = theirs.getSecurityRoles().get(match);
    String orchestrator = dev.quiver.broker.Role.ORCHESTRATOR.on(parts.namespace());
    return roles != null && roles.stream().anyMatch(role -> role.getName().equals(orchestrator));
  }

  private void decided(Decision decision, boolean is) {
    if (!is) {
      found.add(new Difference("decision", decision.label(), State.UNDECIDED, "", ""));
    }
  }
}
