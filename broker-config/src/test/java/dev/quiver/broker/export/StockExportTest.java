package dev.quiver.broker.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.BrokerXml;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StockExportTest {

  private static final Set<Decision> ALL = EnumSet.allOf(Decision.class);

  private static final StockParts PARTS = StockParts.of("ns", Account.ofRoles("ns"));

  /** Addresses that are none of ours. */
  private static final List<String> OTHERS =
      List.of(
          "orders.new",
          "anything",
          "DLQ",
          "ExpiryQueue",
          "nsx.tasks.dead",
          "activemq.management",
          "activemq.management.4711",
          "activemq.notifications",
          "mops.broker.listQueues",
          "mops.queue.other.purge");

  @TempDir private Path folder;

  @Test
  void thePartsAreAllThatTheBrokerOfOursHasInTheNamespaceAndNothingElse() {
    Configuration ours =
        BrokerXml.parse(BrokerXml.render(BrokerConfig.in(Path.of("")).withNamespace("ns")));
    assertThat(PARTS.elements(StockParts.Section.ADDRESS_SETTINGS).keySet())
        .containsExactlyInAnyOrderElementsOf(
            ours.getAddressSettings().keySet().stream().filter(StockExportTest::isOurs).toList());
    assertThat(PARTS.elements(StockParts.Section.ADDRESSES).keySet())
        .containsExactlyInAnyOrderElementsOf(
            ours.getAddressConfigurations().stream()
                .map(address -> address.getName())
                .filter(StockExportTest::isOurs)
                .toList());
    assertThat(PARTS.elements(StockParts.Section.SECURITY_SETTINGS).keySet())
        .containsAll(
            ours.getSecurityRoles().keySet().stream().filter(StockExportTest::isOurs).toList())
        .contains("ns.tasks.results.ns-client.#", "ns.chat.user.ns-chat")
        .allMatch(StockExportTest::isOurs);
  }

  private static boolean isOurs(String match) {
    return match.startsWith("ns.");
  }

  @Test
  void whatWasMergedSaysTheSameOfOurAddressesAsABrokerOfOurs() throws Exception {
    Configuration ours =
        BrokerXml.parse(BrokerXml.render(BrokerConfig.in(Path.of("")).withNamespace("ns")));
    Instance merged = merged(ALL);
    SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema")
        .newSchema(BrokerXml.class.getResource("/schema/artemis-server.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(merged.xml())));
    Configuration theirs = merged.configuration();
    ours.getAddressSettings()
        .forEach(
            (match, settings) -> {
              if (isOurs(match)) {
                assertThat(theirs.getAddressSettings()).containsEntry(match, settings);
              }
            });
    ours.getSecurityRoles()
        .forEach(
            (match, roles) -> {
              if (isOurs(match)) {
                assertThat(theirs.getSecurityRoles()).containsEntry(match, roles);
              }
            });
    assertThat(theirs.isPopulateValidatedUser()).isTrue();
    assertThat(theirs.isManagementMessageRbac()).isTrue();
    assertThat(InstanceDiff.of(PARTS, merged)).isEmpty();
  }

  @Test
  void nobodyElseGainsOrLosesARightOrASetting() throws Exception {
    Configuration before = stock().configuration();
    Configuration after = merged(ALL).configuration();
    HierarchicalRepository<Set<Role>> rightsBefore = rights(before);
    HierarchicalRepository<Set<Role>> rightsAfter = rights(after);
    for (String address : OTHERS) {
      assertThat(settings(after).getMatch(address))
          .as(address)
          .isEqualTo(settings(before).getMatch(address));
      if (!address.startsWith("mops.")) {
        Set<Role> foreign = new HashSet<>(rightsAfter.getMatch(address));
        foreign.removeIf(role -> role.getName().startsWith("ns."));
        assertThat(foreign).as(address).isEqualTo(rightsBefore.getMatch(address));
      }
    }
    // Operations were not told apart before; who might manage may all of them now.
    for (String operation : List.of("mops.broker.listQueues", "mops.queue.other.purge")) {
      assertThat(rightsAfter.getMatch(operation))
          .filteredOn(role -> role.getName().equals("amq"))
          .singleElement()
          .matches(role -> role.isView() && role.isEdit());
    }
    assertThat(rightsAfter.getMatch("mops.queue.other.purge")).hasSize(1);
    assertThat(rightsAfter.getMatch("mops.broker.listQueues"))
        .extracting(Role::getName)
        .containsExactlyInAnyOrder("amq", "ns.orchestrator");
    assertThat(rightsAfter.getMatch("orders.new"))
        .extracting(Role::getName)
        .containsExactlyInAnyOrder("shop", "store");
  }

  @Test
  void theRestOfTheFilesStaysAsItIsAndASecondExportReplacesTheFirst() throws Exception {
    Instance stock = stock();
    Instance merged = merged(ALL);
    assertThat(merged.without("ns")).isEqualTo(stock);
    assertThat(new Merge(PARTS, merged).merged(ALL, users())).isEqualTo(merged);
    // Two namespaces share a broker.
    StockParts others = StockParts.of("other", Account.ofRoles("other"));
    Instance both =
        new Merge(others, merged).merged(EnumSet.noneOf(Decision.class), new TreeMap<>());
    assertThat(both.without("other")).isEqualTo(merged);
    assertThat(InstanceDiff.of(PARTS, both)).isEmpty();
  }

  @Test
  void whatDiffersIsNamed() throws Exception {
    assertThat(InstanceDiff.of(PARTS, stock()))
        .extracting(InstanceDiff.Difference::part, InstanceDiff.Difference::state)
        .contains(
            tuple("addressSetting", InstanceDiff.State.MISSING),
            tuple("securitySetting", InstanceDiff.State.MISSING),
            tuple("address", InstanceDiff.State.MISSING),
            tuple("user", InstanceDiff.State.MISSING),
            tuple("role", InstanceDiff.State.MISSING),
            tuple("decision", InstanceDiff.State.UNDECIDED));
    Instance merged = merged(EnumSet.of(Decision.USERS));
    Instance changed =
        new Instance(
            merged
                .xml()
                .replaceFirst("<id-cache-size>200000<", "<id-cache-size>7<")
                .replaceFirst(
                    "<queue name=\"ns.tasks.query\" exclusive=\"true\"/>",
                    "<queue name=\"ns.tasks.query\"/>")
                .replace("<address name=\"ns.chat.all\">", "<address name=\"ns.chat.alles\">"),
            merged.users(),
            merged.roles().replaceFirst("(?m)^ns\\.worker = .*", "ns.worker = somebody"));
    assertThat(InstanceDiff.of(PARTS, changed))
        .extracting(
            InstanceDiff.Difference::part,
            InstanceDiff.Difference::name,
            InstanceDiff.Difference::state)
        .containsExactlyInAnyOrder(
            tuple("addressSetting", "ns.tasks.pool.#", InstanceDiff.State.DIFFERS),
            tuple("address", "ns.tasks.query", InstanceDiff.State.DIFFERS),
            tuple("address", "ns.chat.all", InstanceDiff.State.MISSING),
            tuple("address", "ns.chat.alles", InstanceDiff.State.EXTRA),
            tuple("role", "ns.worker", InstanceDiff.State.DIFFERS),
            tuple("decision", "management", InstanceDiff.State.UNDECIDED),
            tuple("decision", "plugin", InstanceDiff.State.UNDECIDED));
  }

  @Test
  void whatIsInTheWayIsNotOverwritten() throws Exception {
    Instance stock = stock();
    Instance taken = new Instance(stock.xml(), "ns-worker = secret\n", "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Merge(PARTS, taken))
        .withMessageContaining("\"ns-worker\" already");
    Instance own =
        new Instance(stock.xml().replace("match=\"orders.#\"", "match=\"ns.tasks.#\""), "", "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Merge(PARTS, own))
        .withMessageContaining("ns.tasks.#");
    Instance says =
        new Instance(
            stock
                .xml()
                .replace(
                    "<persistence-enabled>",
                    "<populate-validated-user>false</populate-validated-user>"
                        + "<persistence-enabled>"),
            "",
            "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Merge(PARTS, says).merged(ALL, new TreeMap<>()))
        .withMessageContaining("populate-validated-user");
  }

  @Test
  void passwordsAreDrawnOnceForTheirOwnerAlone() throws Exception {
    write(Map.of("ns-client", "chosen"));
    Path worker = folder.resolve("passwords/ns-worker");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(worker)))
        .isEqualTo("rw-------");
    String drawn = Files.readString(worker);
    String hashed = Files.readString(folder.resolve("etc/" + Instance.USERS));
    assertThat(hashed).contains("ns-worker = ENC(", "amq-user = amq").doesNotContain("chosen");
    assertThat(folder.resolve("passwords/ns-client")).doesNotExist();

    write(Map.of());

    assertThat(worker).hasContent(drawn);
    assertThat(folder.resolve("etc/" + Instance.USERS)).hasContent(hashed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ana", "ana:", ":chat", "ana:king", "Ana:chat", "a b:chat"})
  void whatIsNoAccountIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Account.parse(text));
  }

  @Test
  void anAccountMayHaveSeveralRoles() {
    StockParts parts = StockParts.of("ns", List.of(Account.parse("ana:chat,client")));
    assertThat(parts.members())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("ns.chat", "ana", "ns.client", "ana", "ns.user.ana", "ana"));
  }

  private void write(Map<String, String> given) throws IOException {
    new StockExport(folder, PARTS, given).write(stock(), EnumSet.of(Decision.USERS));
  }

  private static Instance merged(Set<Decision> decided) throws IOException {
    return new Merge(PARTS, stock()).merged(decided, users());
  }

  private static SortedMap<String, String> users() {
    SortedMap<String, String> users = new TreeMap<>();
    PARTS.accounts().forEach(account -> users.put(account.name(), "ENC(x)"));
    return users;
  }

  private static Instance stock() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(StockExportTest.class.getResourceAsStream("stock-broker.xml"))) {
      return new Instance(
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          "amq-user = amq\n",
          "amq = amq-user\n");
    }
  }

  private static HierarchicalRepository<Set<Role>> rights(Configuration configuration) {
    HierarchicalRepository<Set<Role>> rights = new HierarchicalObjectRepository<>();
    rights.setDefault(Set.of());
    configuration.getSecurityRoles().forEach(rights::addMatch);
    return rights;
  }

  private static HierarchicalRepository<AddressSettings> settings(Configuration configuration) {
    HierarchicalRepository<AddressSettings> settings = new HierarchicalObjectRepository<>();
    settings.setDefault(new AddressSettings());
    configuration.getAddressSettings().forEach(settings::addMatch);
    return settings;
  }
}
