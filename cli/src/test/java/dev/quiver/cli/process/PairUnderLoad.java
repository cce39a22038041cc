package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.broker.Credentials;
import dev.quiver.broker.Role;
import dev.quiver.messaging.connection.Router;
import dev.quiver.tasks.client.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
    return load(tasks, Destination.pool());
  }

  final Load load(int tasks, Destination destination) throws IOException {
    return new Load(cluster.as(Role.CLIENT), destination, tasks, folder, PAUSE);
  }

  /** Multicast from now on. */
  final GroupTraffic group() {
    return new GroupTraffic(cluster.as(Role.PEER), folder);
  }

  /** A ring that is asked from now on. */
  final RingTraffic ring() {
    cluster.ring();
    return new RingTraffic(Router.to(cluster.as(Role.NODE)));
  }

  final Talk talk() throws IOException, InterruptedException {
    String password = Credentials.read(cluster.data()).passwordOf("admin").orElseThrow();
    return new Talk(cluster.as(Role.ADMIN), password, folder);
  }

  final LiveSampler sampler() {
    return new LiveSampler(
        cluster.as(Role.VIEWER).withUrl(cluster.url(Cluster.PRIMARY)),
        cluster.as(Role.VIEWER).withUrl(cluster.url(Cluster.BACKUP)));
  }

  final void assertNothingLost(Load load) {
    cluster.awaitAtRest(Load.TYPE);
    QuiverProcess check = cluster.check(load.history());
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
  }
}
