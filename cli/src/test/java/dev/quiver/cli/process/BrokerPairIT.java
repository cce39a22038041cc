package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Role;
import dev.quiver.tasks.client.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A primary and a backup on one folder, a worker and a client that knows the two addresses: the
 * primary is killed with {@code kill -9}, comes back and takes over again, and nothing is lost.
 */
@Timeout(600)
@Tag("long")
@Tag("kill")
class BrokerPairIT {

  private static final int TASKS = 3_000;

  @TempDir private Path folder;
  private Cluster cluster;

  @BeforeEach
  void start() {
    cluster = Cluster.pair(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void theBackupTakesOverAndGivesBackAndNoAcceptedTaskIsLost() throws IOException {
    assertThat(Files.readString(cluster.data().resolve("broker.url")).strip())
        .isEqualTo(cluster.url());
    assertThat(cluster.process(Cluster.BACKUP).lines())
        .singleElement()
        .asString()
        .contains("\"profile\":\"backup\"", "\"event\":\"waiting\"");
    cluster.worker("w1");
    try (Load load = new Load(cluster.as(Role.CLIENT), Destination.pool(), TASKS, folder)) {
      load.awaitSettled(TASKS / 5);
      cluster.kill(Cluster.PRIMARY);
      cluster.awaitLive(Cluster.BACKUP);
      int mark = load.settled();
      load.awaitSettled(mark + TASKS / 5);

      cluster.restart(Cluster.PRIMARY);
      cluster.awaitLive(Cluster.PRIMARY);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(cluster.accepting()).containsExactly(Cluster.PRIMARY));
      load.awaitAll();
      cluster.awaitAtRest(Load.TYPE);
      QuiverProcess check = cluster.check(load.history());
      assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
    }
    stopInGoodOrder();
  }

  /** A clean stop hands over as well; whoever goes last takes the address away. */
  private void stopInGoodOrder() {
    cluster.process(Cluster.PRIMARY).terminate();
    cluster.process(Cluster.PRIMARY).awaitExit();
    cluster.awaitLive(Cluster.BACKUP);
    assertThat(cluster.data().resolve("broker.url")).exists();
    cluster.process(Cluster.BACKUP).terminate();
    cluster.process(Cluster.BACKUP).awaitExit();
    assertThat(cluster.data().resolve("broker.url")).doesNotExist();
    assertThat(
            List.of(
                cluster.process(Cluster.PRIMARY).exitCode(),
                cluster.process(Cluster.BACKUP).exitCode()))
        .containsExactly(0, 0);
  }
}
