package dev.quiver.broker.export;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.BrokerXml;
import dev.quiver.broker.guard.PersonalSpace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;

/**
 * What goes into the files of a stock broker: the addresses, settings and rights of one namespace,
 * and nothing else. Everything comes out of the one {@code broker.xml}; the spaces that its plugin
 * would give each user are written down for the accounts that are known.
 */
public final class StockParts {

  private static final Pattern ADDRESS_SETTING =
      Pattern.compile("(?s)<address-setting match=\"([^\"]*)\"(?:/>|>.*?</address-setting>)");
  private static final Pattern SECURITY_SETTING =
      Pattern.compile("(?s)<security-setting match=\"([^\"]*)\"(?:/>|>.*?</security-setting>)");
  private static final Pattern ADDRESS =
      Pattern.compile("(?s)<address name=\"([^\"]*)\">.*?</address>");

  private final String namespace;
  private final List<Account> accounts;
  private final String xml;
  private final Configuration configuration;

  private StockParts(String namespace, List<Account> accounts, String xml) {
    this.namespace = namespace;
    this.accounts = accounts;
    this.xml = xml;
    this.configuration = BrokerXml.parse(xml);
  }

  /** For that namespace and those accounts. */
  public static StockParts of(String namespace, List<Account> accounts) {
    BrokerConfig any = BrokerConfig.in(Path.of("")).withNamespace(namespace);
    return new StockParts(namespace, List.copyOf(accounts), BrokerXml.render(any));
  }

  /** A part of {@code broker.xml} that has one element for each name. */
  public enum Section {
    ADDRESS_SETTINGS("address-settings"),
    SECURITY_SETTINGS("security-settings"),
    ADDRESSES("addresses");

    private final String element;

    Section(String element) {
      this.element = element;
    }

    /** The element that holds the others. */
    public String element() {
      return element;
    }
  }

  /** The namespace. */
  public String namespace() {
    return namespace;
  }

  /** The accounts. */
  public List<Account> accounts() {
    return accounts;
  }

  /** What Artemis makes of the whole description. */
  Configuration configuration() {
    return configuration;
  }

  /** The elements of that section, by what they match. */
  public Map<String, String> elements(Section section) {
    return switch (section) {
      case ADDRESS_SETTINGS -> found(ADDRESS_SETTING);
      case ADDRESSES -> found(ADDRESS);
      case SECURITY_SETTINGS -> {
        Map<String, String> all = found(SECURITY_SETTING);
        personal().forEach((match, roles) -> all.put(match, SecurityXml.of(match, roles)));
        yield all;
      }
    };
  }

  /** A section as a file of its own. */
  public String text(Section section) {
    return "<" + section.element() + ">\n" + lines(section) + "</" + section.element() + ">\n";
  }

  /** The elements of that section, one below the other. */
  String lines(Section section) {
    StringBuilder text = new StringBuilder();
    elements(section).values().forEach(each -> text.append("  ").append(each).append('\n'));
    return text.toString();
  }

  /** The element of the plugin with its properties. */
  String plugin() {
    int begin = xml.indexOf("<broker-plugin ");
    return xml.substring(begin, xml.indexOf("</broker-plugin>", begin)) + "</broker-plugin>";
  }

  /** Who may do what, by what is matched: that of the namespace, and the space of each account. */
  SortedMap<String, Set<Role>> rights() {
    SortedMap<String, Set<Role>> all = new TreeMap<>(personal());
    configuration
        .getSecurityRoles()
        .forEach(
            (match, roles) -> {
              if (isOurs(match)) {
                all.put(match, roles);
              }
            });
    return all;
  }

  private SortedMap<String, Set<Role>> personal() {
    HierarchicalRepository<Set<Role>> general = new HierarchicalObjectRepository<>();
    general.setDefault(Set.of());
    configuration.getSecurityRoles().forEach(general::addMatch);
    SortedMap<String, Set<Role>> spaces = new TreeMap<>();
    for (Account account : accounts) {
      for (PersonalSpace space : PersonalSpace.values()) {
        spaces.put(
            space.matching(namespace, account.name()),
            space.rights(account.name(), namespace, general.getMatch(space.general(namespace))));
      }
    }
    return spaces;
  }

  /** Whether a name or match lies in the namespace; what does not is the broker's. */
  boolean isOurs(String match) {
    return match.startsWith(namespace + ".");
  }

  private Map<String, String> found(Pattern pattern) {
    Map<String, String> elements = new LinkedHashMap<>();
    Matcher matcher = pattern.matcher(xml);
    while (matcher.find()) {
      if (isOurs(matcher.group(1))) {
        elements.put(matcher.group(1), matcher.group().replaceAll("(?m)^ {4}", ""));
      }
    }
    return elements;
  }

  /** Roles and who has them, as a stock broker's file has it. */
  public SortedMap<String, String> members() {
    SortedMap<String, String> members = new TreeMap<>();
    for (Account account : accounts) {
      for (dev.quiver.broker.Role role : account.roles()) {
        members.merge(role.on(namespace), account.name(), (a, b) -> a + "," + b);
      }
      members.put(namespace + ".user." + account.name(), account.name());
    }
    return members;
  }
}
