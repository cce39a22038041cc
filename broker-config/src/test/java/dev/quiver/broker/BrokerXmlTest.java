package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;

class BrokerXmlTest {

  private static final BrokerConfig CONFIG = BrokerConfig.in(Path.of("/data")).withNamespace("ns");

  @Test
  void itFollowsArtemisSchema() throws Exception {
    SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema")
        .newSchema(BrokerXmlTest.class.getResource("/schema/artemis-server.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(BrokerXml.render(CONFIG))));
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
