package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.Role;
import dev.quiver.tasks.client.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A test with a pair of brokers of its own, and what is put on it and looked at. */
@Timeout(600)
abstract class PairUnderLoad {

  private static final Duration PAUSE = Duration.ofMillis(2);

  /** More than there is time for: it submits until it is told that it is enough. */
  static final int TASKS = 100_000;

  @TempDir Path folder;

  /** Made anew for each test. */
  Cluster cluster;

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  final Load load(int tasks) throws IOException {
    return new Load(cluster.as(Role.CLIENT), Destination.pool(), tasks, folder, PAUSE);
  }

  final Talk talk() throws IOException, InterruptedException {
    String password = Credentials.read(cluster.data()).passwordOf("admin").orElseThrow();
    return new Talk(cluster.as(Role.ADMIN), password, folder);
  }

  final LiveSampler sampler() {
    List<String> urls = List.of(cluster.url().substring(1, cluster.url().length() - 1).split(","));
    return new LiveSampler(
        cluster.as(Role.VIEWER).withUrl(urls.get(0)), cluster.as(Role.VIEWER).withUrl(urls.get(1)));
  }

  final void assertNothingLost(Load load) {
    cluster.awaitAtRest(Load.TYPE);
    QuiverProcess check = cluster.check(load.history());
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
  }
}
