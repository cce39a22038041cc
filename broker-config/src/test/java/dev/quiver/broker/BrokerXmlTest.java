package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.ha.PrimaryOnlyPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicationBackupPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicationPrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.SharedStoreBackupPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.SharedStorePrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BrokerXmlTest {

  private static final BrokerConfig CONFIG = BrokerConfig.in(Path.of("/data")).withNamespace("ns");

  private static final PairLock ZOOKEEPER = PairLock.parse("zookeeper://a:2181,b:2181", "ns");
  private static final PairLock FOLDER = PairLock.parse("/lock", "ns");

  private static final ClusterConfig CLUSTER =
      new ClusterConfig(List.of(new HostPort("b", 1), new HostPort("::1", 2)), null);

  static Stream<BrokerConfig> everyKind() {
    return Stream.of(
        CONFIG,
        as(Profile.PRIMARY),
        as(Profile.BACKUP),
        as(Profile.CLUSTER),
        replicating(Profile.PRIMARY, FOLDER),
        replicating(Profile.BACKUP, FOLDER),
        replicating(Profile.PRIMARY, ZOOKEEPER),
        replicating(Profile.BACKUP, ZOOKEEPER));
  }

  private static BrokerConfig replicating(Profile profile, PairLock lock) {
    return CONFIG.withPair(new PairConfig(profile, new HostPort("b", 1), null, lock));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void itFollowsArtemisSchema(BrokerConfig config) throws Exception {
    SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema")
        .newSchema(BrokerXmlTest.class.getResource("/schema/artemis-server.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(BrokerXml.render(config, "secret"))));
  }

  @ParameterizedTest
  @EnumSource
  void encryptedItFollowsArtemisSchemaToo(Profile profile) throws Exception {
    String xml =
        BrokerXml.render(as(profile).withTls(new TlsConfig(Path.of("/c d/é"), true)), "secret");
    SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema")
        .newSchema(BrokerXmlTest.class.getResource("/schema/artemis-server.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    Configuration configuration = BrokerXml.parse(xml);
    assertThat(configuration.getAcceptorConfigurations())
        .singleElement()
        .satisfies(
            acceptor ->
                assertThat(acceptor.getParams())
                    .containsEntry("sslEnabled", "true")
                    .containsEntry("enabledProtocols", "TLSv1.3")
                    .containsEntry("needClientAuth", "true")
                    .containsEntry("keyStorePath", "/c d/é/broker.pem")
                    .containsEntry("trustStorePath", "/c d/é/authority.pem"));
    configuration
        .getConnectorConfigurations()
        .values()
        .forEach(
            connector ->
                assertThat(connector.getParams())
                    .containsEntry("verifyHost", "true")
                    .containsEntry("trustStorePath", "/c d/é/authority.pem"));
  }

  @Test
  void aFolderThatAUrlCannotNameIsRefused() {
    assertThatThrownBy(() -> new TlsConfig(Path.of("/a;b"), false))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("/a;b");
  }

  private static BrokerConfig as(Profile profile) {
    return switch (profile) {
      case SINGLE -> CONFIG;
      case CLUSTER -> CONFIG.withCluster(CLUSTER);
      default -> CONFIG.withPair(new PairConfig(profile, new HostPort("b", 1), null));
    };
  }

  @Test
  void inAClusterPoolsResultsAndTalkOfNodesCross() {
    Configuration configuration = BrokerXml.parse(BrokerXml.render(as(Profile.CLUSTER), "secret"));

    assertThat(configuration.getClusterConfigurations())
        .extracting(ClusterConnectionConfiguration::getAddress)
        .containsExactly("ns.tasks.pool.,ns.tasks.results.", "ns.dht.,ns.replies.");
    assertThat(configuration.getClusterConfigurations())
        .allSatisfy(
            each -> assertThat(each.getStaticConnectors()).containsExactly("other1", "other2"));
    // What crosses is known again by these alone: address settings of ours do not match it.
    assertThat(configuration.getIDCacheSize()).isEqualTo(2_000);
    assertThat(configuration.getConnectorConfigurations())
        .containsOnlyKeys("self", "other1", "other2");
    assertThat(configuration.getClusterPassword()).isEqualTo("secret");
    assertThat(BrokerXml.render(as(Profile.CLUSTER), "secret"))
        .contains("key=\"cluster\" value=\"localhost:61616,b:1,localhost:2\"");
    assertThat(BrokerXml.render(CONFIG)).contains("key=\"cluster\" value=\"\"");
  }

  @Test
  void aClusterOfOneOrWithABrokerNamedTwiceIsRefused() {
    HostPort self = new HostPort(CONFIG.host(), CONFIG.port());
    assertThatThrownBy(() -> new ClusterConfig(List.of(), null))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("--peer");
    assertThatThrownBy(() -> new ClusterConfig(List.of(self, self), null))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> CONFIG.withCluster(new ClusterConfig(List.of(self), null)))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("only the others");
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void addressesSettingsAndRightsAreTheSameInAllProfiles(BrokerConfig config) {
    Configuration single = BrokerXml.parse(BrokerXml.render(CONFIG));
    Configuration other = BrokerXml.parse(BrokerXml.render(config, "secret"));
    assertThat(other.getAddressSettings()).isEqualTo(single.getAddressSettings()).isNotEmpty();
    assertThat(other.getSecurityRoles()).isEqualTo(single.getSecurityRoles()).isNotEmpty();
    assertThat(other.getAddressConfigurations().toString())
        .isEqualTo(single.getAddressConfigurations().toString())
        .contains("ns.tasks.dead");
  }

  @Test
  void oneOfAPairSharesTheStoreAndKnowsTheOther() {
    Configuration primary = BrokerXml.parse(BrokerXml.render(as(Profile.PRIMARY), "secret"));
    assertThat(primary.getHAPolicyConfiguration())
        .isInstanceOf(SharedStorePrimaryPolicyConfiguration.class);
    assertThat(primary.getClusterPassword()).isEqualTo("secret");
    assertThat(Objects.requireNonNull(primary.getConnectorConfigurations().get("peer")).getParams())
        .containsEntry("host", "b");
    Configuration backup = BrokerXml.parse(BrokerXml.render(as(Profile.BACKUP), "secret"));
    assertThat(backup.getHAPolicyConfiguration())
        .isInstanceOfSatisfying(
            SharedStoreBackupPolicyConfiguration.class,
            policy -> {
              assertThat(policy.isAllowFailBack()).isTrue();
              assertThat(policy.isFailoverOnServerShutdown()).isTrue();
            });
    assertThat(BrokerXml.parse(BrokerXml.render(CONFIG)).getHAPolicyConfiguration())
        .isInstanceOf(PrimaryOnlyPolicyConfiguration.class);
  }

  @Test
  void oneThatReplicatesAsksALockWhetherItMayServe() {
    Configuration primary =
        BrokerXml.parse(BrokerXml.render(replicating(Profile.PRIMARY, ZOOKEEPER), "secret"));
    assertThat(primary.getHAPolicyConfiguration())
        .isInstanceOfSatisfying(
            ReplicationPrimaryPolicyConfiguration.class,
            policy -> {
              assertThat(policy.getDistributedManagerConfiguration().getClassName())
                  .endsWith(".ZooKeeperLockManager");
              assertThat(policy.getDistributedManagerConfiguration().getProperties())
                  .containsEntry("servers", "a:2181,b:2181")
                  .containsEntry("path", "ns");
            });
    Configuration backup =
        BrokerXml.parse(BrokerXml.render(replicating(Profile.BACKUP, FOLDER), "secret"));
    assertThat(backup.getHAPolicyConfiguration())
        .isInstanceOfSatisfying(
            ReplicationBackupPolicyConfiguration.class,
            policy -> {
              assertThat(policy.isAllowFailBack()).isTrue();
              assertThat(policy.getDistributedManagerConfiguration().getProperties())
                  .containsEntry("folder", "/lock/locks");
            });
  }

  @Test
  void aLockIsAFolderOrAZooKeeper() {
    assertThat(ZOOKEEPER).isEqualTo(new PairLock.ZooKeeper("a:2181,b:2181", "ns"));
    assertThat(PairLock.parse("zookeeper://a:1/x/y", "ns"))
        .isEqualTo(new PairLock.ZooKeeper("a:1", "x/y"))
        .hasToString("zookeeper://a:1/x/y");
    assertThat(FOLDER).isEqualTo(new PairLock.InFolder(Path.of("/lock")));
    for (String text :
        new String[] {"", "zookeeper://", "zookeeper://a", "zookeeper://a:1,", "http://a:1"}) {
      assertThatThrownBy(() -> PairLock.parse(text, "ns"))
          .as(text)
          .isInstanceOf(BrokerStartException.BadConfig.class);
    }
    assertThatThrownBy(() -> replicating(Profile.BACKUP, PairLock.parse("/data", "ns")))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("of neither broker");
  }

  @Test
  void aPairHasOneNameOfTheFormThatArtemisGives() {
    String name = Replica.nameOf("ns");
    assertThat(new UUID(UUID.TYPE_TIME_BASED, UUID.stringToBytes(name))).hasToString(name);
    assertThat(name).isEqualTo(Replica.nameOf("ns")).isNotEqualTo(Replica.nameOf("other"));
  }

  @Test
  void aPairsMembersAreNamedThePrimaryFirst() {
    PairConfig pair =
        new PairConfig(Profile.BACKUP, HostPort.parse("[::1]:5"), HostPort.parse("b.example:6"));
    assertThat(CONFIG.withHost("0.0.0.0").withPair(pair).members())
        .extracting(HostPort::url)
        .containsExactly("tcp://[::1]:5", "tcp://b.example:6");
    assertThat(CONFIG.members()).isEmpty();
    assertThat(CONFIG.profile()).isEqualTo(Profile.SINGLE);
  }

  @Test
  void aPairThatCannotBeReachedIsRefused() {
    PairConfig pair = new PairConfig(Profile.PRIMARY, new HostPort("b", 1), null);
    assertThatThrownBy(() -> CONFIG.withPair(pair).withPort(0))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("give it a port");
    assertThatThrownBy(() -> CONFIG.withPair(pair).withHost("0.0.0.0"))
        .isInstanceOf(BrokerStartException.BadConfig.class)
        .hasMessageContaining("--advertise");
    assertThatThrownBy(() -> new PairConfig(Profile.SINGLE, new HostPort("b", 1), null))
        .isInstanceOf(BrokerStartException.BadConfig.class);
    for (String text : new String[] {"", "b", "b:", ":1", "b:0", "b:65536", "b:1:2", "tcp://b:1"}) {
      assertThatThrownBy(() -> HostPort.parse(text))
          .isInstanceOf(BrokerStartException.BadConfig.class)
          .hasMessageContaining("HOST:PORT");
    }
  }

  @Test
  void itTouchesNothingOutsideItsNamespace() {
    Configuration configuration = BrokerXml.parse(BrokerXml.render(CONFIG));
    Set<String> matches = new TreeSet<>(configuration.getAddressSettings().keySet());
    matches.addAll(configuration.getSecurityRoles().keySet());
    configuration.getAddressConfigurations().forEach(address -> matches.add(address.getName()));
    matches.removeIf(match -> match.startsWith("ns."));
    matches.removeIf(match -> match.startsWith("activemq.") || match.startsWith("mops."));
    assertThat(matches).containsExactly("DLQ", "ExpiryQueue");
    assertThat(
            configuration.getSecurityRoles().values().stream()
                .flatMap(Set::stream)
                .map(role -> role.getName())
                .collect(Collectors.toSet()))
        .allMatch(role -> role.startsWith("ns."));
  }

  @Test
  void everyAddressHasItsRowInTheTableOfPermissions() throws Exception {
    Configuration configuration = BrokerXml.parse(BrokerXml.render(CONFIG));
    Set<String> documented = new TreeSet<>();
    for (PermissionTable.Row row : PermissionTable.read()) {
      documented.add(row.address());
    }
    configuration
        .getAddressConfigurations()
        .forEach(
            address ->
                assertThat(documented).contains(address.getName().replaceFirst("^ns\\.", "")));
  }

  @Test
  void nothingIsMadeOrDeletedByItselfAndNothingLastValuePages() {
    for (Map.Entry<String, AddressSettings> entry :
        BrokerXml.parse(BrokerXml.render(CONFIG)).getAddressSettings().entrySet()) {
      AddressSettings settings = entry.getValue();
      if (entry.getKey().equals("ns.#")) {
        assertThat(settings.isAutoCreateQueues()).isFalse();
        assertThat(settings.isAutoCreateAddresses()).isFalse();
        assertThat(settings.isAutoDeleteQueues()).isFalse();
        assertThat(settings.isAutoDeleteAddresses()).isFalse();
      }
      if (settings.isDefaultLastValueQueue()) {
        assertThat(settings.getAddressFullMessagePolicy())
            .as(entry.getKey())
            .isEqualTo(AddressFullMessagePolicy.FAIL);
      }
    }
  }

  @Test
  void whatNothingSuppliesIsAnError() {
    assertThatThrownBy(() -> BrokerXml.substitute("${quiver.other}", Map.of()))
        .hasMessageContaining("quiver.other");
    assertThat(BrokerXml.substitute("<a>${x}</a>", Map.of("x", "<&\"$1\\")))
        .isEqualTo("<a>&lt;&amp;&quot;$1\\</a>");
  }

  @Test
  void theDefaultFolderIsTheUsersOwn() {
    assertThat(DataFolder.defaultFolder(Map.of(), "/home/ann"))
        .isEqualTo(Path.of("/home/ann/.quiver/broker"));
    assertThat(DataFolder.defaultFolder(Map.of("QUIVER_HOME", "/srv/q"), "/home/ann"))
        .isEqualTo(Path.of("/srv/q/broker"));
  }
}
