package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords of the system accounts that whoever starts the broker chose. */
class GivenPasswordsIT {

  private static final String REFUSED = "AMQ229031";

  /** All that means something in a file of properties. */
  private static final String AWKWARD = " \\u0041=b:c#d!é ";

  @TempDir private Path folder;

  @Test
  void onlyAccountsThatWereGivenLogInAndUsersStay() throws Exception {
    try (QuiverBroker broker = start(Map.of("admin", "first", "worker", AWKWARD))) {
      CoreClient.of(broker, "admin", "first").close();
      CoreClient.of(broker, "worker", AWKWARD).close();
      assertThat(Credentials.read(folder).passwordOf("worker")).contains(AWKWARD);
      assertThat(Credentials.read(folder).accounts()).containsExactly("admin", "worker");
      assertThatThrownBy(() -> CoreClient.of(broker, "client", "first"))
          .hasMessageContaining(REFUSED);
      try (UserAdmin users = UserAdmin.connect(broker.url(), "admin", "first", "quiver")) {
        users.add("maria", "hers-alone", Set.of(Role.CLIENT));
      }
    }

    try (QuiverBroker broker = start(Map.of("admin", "second"))) {
      CoreClient.of(broker, "admin", "second").close();
      CoreClient.of(broker, "maria", "hers-alone").close();
      assertThatThrownBy(() -> CoreClient.of(broker, "admin", "first"))
          .hasMessageContaining(REFUSED);
      assertThatThrownBy(() -> CoreClient.of(broker, "worker", AWKWARD))
          .hasMessageContaining(REFUSED);
    }
  }

  @Test
  void theyReplaceThoseThatWereDrawnAndStay() throws Exception {
    QuiverBroker.start(config()).close();
    String drawn = Credentials.read(folder).passwordOf("admin").orElseThrow();
    start(Map.of("admin", "chosen")).close();

    try (QuiverBroker broker = QuiverBroker.start(config())) {
      CoreClient.of(broker, "admin", "chosen").close();
      assertThatThrownBy(() -> CoreClient.of(broker, "admin", drawn)).hasMessageContaining(REFUSED);
    }
  }

  @Test
  void whatCannotBeAPasswordIsRefused() {
    assertThatThrownBy(() -> Credentials.of(Map.of())).hasMessageContaining("admin");
    assertThatThrownBy(() -> Credentials.of(Map.of("admin", " "))).hasMessageContaining("empty");
    assertThatThrownBy(() -> Credentials.of(Map.of("root", "x"))).hasMessageContaining("root");
    assertThat(Credentials.of(Map.of("admin", "secret")).toString()).doesNotContain("secret");
  }

  private QuiverBroker start(Map<String, String> passwords) {
    return QuiverBroker.start(config(), Credentials.of(passwords));
  }

  private BrokerConfig config() {
    return BrokerConfig.in(folder).withPort(0);
  }
}
