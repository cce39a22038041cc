package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our plugin in Artemis' own distribution, whose operator has decided for it: who is added while
 * the broker runs has a space of his own, which nothing but the plugin makes.
 */
@Tag("long")
class StockPluginIT {

  @TempDir private Path scratch;
  private StockBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = new StockBroker(scratch);
    broker.takeExport("users,management,plugin");
    broker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void whoIsAddedLaterGetsTheResultsOfHisTasks() {
    broker.role(
        "quiver-worker", "Worker W-1", "worker", "--id", "W-1", "--types", "text.count_chars");
    Map<String, String> operator = new TreeMap<>(broker.operator());
    operator.put("QUIVER_NEW_PASSWORD", "a-secret-of-hers");
    Program added = broker.tried(operator, "user", "add", "maria", "--role", "client");
    assertThat(added.exitCode()).as("%s", added).isZero();

    Map<String, String> maria = new TreeMap<>(broker.operator());
    maria.put("QUIVER_USER", "maria");
    maria.put("QUIVER_PASSWORD", "a-secret-of-hers");
    Program counted =
        broker.tried(maria, "task", "submit", "--via", "pool", "--wait", "text.count_chars", "é");

    assertThat(counted.exitCode()).as("%s", counted).isZero();
    assertThat(counted.out()).isEqualTo("1\n");
  }
}
