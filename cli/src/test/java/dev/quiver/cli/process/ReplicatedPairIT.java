package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.broker.Credentials;
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
 * Two brokers with a data folder each, of which the live one replicates to the other, and a lock in
 * a third folder. Whatever dies: never do two serve, no accepted task is lost or ends twice, no
 * word of the talk is missing or doubled, and who has older data does not serve.
 */
@Timeout(600)
class ReplicatedPairIT {

  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final int KILLS = 3;
  private static final int BETWEEN = 1_500;
  private static final int TASKS = 100_000;

  @TempDir private Path folder;
  private Cluster cluster;

  @BeforeEach
  void start() {
    cluster = Cluster.replicatingPair(folder);
    cluster.worker("w1");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void theCopyTakesOverAndGivesBackAndTheDoctorKnows() throws IOException {
    assertThat(Files.readString(cluster.data().resolve("broker.url")).strip())
        .isEqualTo(cluster.url());
    assertThat(doctor()).contains("has all its data");
    try (Load load = load(3_000)) {
      load.awaitSettled(600);
      cluster.kill(Cluster.PRIMARY);
      cluster.awaitLive(Cluster.BACKUP);
      assertThat(doctor()).contains("no other one has all its data");
      int mark = load.settled();
      load.awaitSettled(mark + 600);

      cluster.restart(Cluster.PRIMARY);
      cluster.awaitLive(Cluster.PRIMARY);
      cluster.awaitSynced(Cluster.BACKUP);
      assertThat(cluster.accepting()).containsExactly(Cluster.PRIMARY);
      load.awaitAll();
      assertNothingLost(load);
    }
  }

  @Test
  @Tag("long")
  void theLiveBrokerIsKilledAgainAndAgainUnderTasksAndTalk() throws Exception {
    try (Load load = load(TASKS);
        Talk talk = talk();
        LiveSampler sampler = sampler()) {
      load.awaitSettled(500);
      for (int i = 0; i < KILLS; i++) {
        String live = cluster.live().get(0);
        long killed = System.nanoTime();
        cluster.kill(live);
        System.out.println(
            "from kill to the first task accepted and finished after it: "
                + load.firstAfter(killed));
        cluster.restart(live);
        cluster.awaitLive(Cluster.PRIMARY);
        cluster.awaitSynced(Cluster.BACKUP);
        load.awaitSettled(load.settled() + BETWEEN);
      }
      load.enough();
      load.awaitAll();
      talk.assertAllHeard();
      assertNothingLost(load);
      assertThat(sampler.both()).isZero();
      assertThat(sampler.one()).isGreaterThan(KILLS);
    }
  }

  @Test
  @Tag("long")
  void aBackupThatMissedSomethingDoesNotServeWhenBothCameDown() throws Exception {
    try (Load load = load(5_000);
        LiveSampler sampler = sampler()) {
      load.awaitSettled(500);
      cluster.kill(Cluster.BACKUP);
      load.awaitSettled(load.settled() + 500);
      cluster.kill(Cluster.PRIMARY);

      comesBackAndDoesNotServe(Cluster.BACKUP, sampler);

      cluster.restart(Cluster.PRIMARY);
      cluster.awaitLive(Cluster.PRIMARY);
      cluster.awaitSynced(Cluster.BACKUP);
      load.awaitAll();
      assertNothingLost(load);
      assertThat(sampler.both()).isZero();
    }
  }

  @Test
  @Tag("long")
  void aPrimaryThatMissedSomethingDoesNotServeWhenBothCameDown() throws Exception {
    try (Load load = load(5_000);
        LiveSampler sampler = sampler()) {
      load.awaitSettled(500);
      cluster.kill(Cluster.PRIMARY);
      cluster.awaitLive(Cluster.BACKUP);
      load.awaitSettled(load.settled() + 500);
      cluster.kill(Cluster.BACKUP);

      comesBackAndDoesNotServe(Cluster.PRIMARY, sampler);

      cluster.restart(Cluster.BACKUP);
      // It has the newest data, serves at once, and gives back when the other one has them too.
      cluster.awaitLive(Cluster.PRIMARY);
      assertThat(cluster.process(Cluster.BACKUP).out()).contains("\"live\"");
      load.awaitAll();
      assertNothingLost(load);
      assertThat(sampler.both()).isZero();
    }
  }

  @Test
  @Tag("long")
  void aPrimaryWhoseFolderIsLostDoesNotServeBesideItsBackup() throws Exception {
    try (Load load = load(3_000);
        LiveSampler sampler = sampler()) {
      load.awaitSettled(500);
      cluster.kill(Cluster.PRIMARY);
      cluster.awaitLive(Cluster.BACKUP);
      Files.move(folder.resolve("data-primary"), folder.resolve("lost"));
      cluster.restart(Cluster.PRIMARY);
      // All that it serves with it has from the other one.
      cluster.awaitLive(Cluster.PRIMARY);
      cluster.awaitSynced(Cluster.BACKUP);
      load.awaitAll();
      assertNothingLost(load);
      assertThat(sampler.both()).isZero();
    }
  }

  /** It runs, and waits; nobody serves in as many looks as a takeover never takes. */
  private void comesBackAndDoesNotServe(String name, LiveSampler sampler) {
    cluster.restart(name);
    int none = sampler.none();
    await().atMost(Duration.ofSeconds(120)).until(() -> sampler.none() >= none + 8);
    assertThat(cluster.process(name).out()).contains("\"waiting\"").doesNotContain("\"live\"");
    assertThat(cluster.accepting()).isEmpty();
  }

  private String doctor() {
    return cluster
        .quiver()
        .run("doctor", "--json", "--url", cluster.url(), "--data", cluster.data().toString())
        .out();
  }

  private Load load(int tasks) throws IOException {
    return new Load(cluster.as(Role.CLIENT), Destination.pool(), tasks, folder, PAUSE);
  }

  private Talk talk() throws IOException, InterruptedException {
    String password = Credentials.read(cluster.data()).passwordOf("admin").orElseThrow();
    return new Talk(cluster.as(Role.ADMIN), password, folder);
  }

  private LiveSampler sampler() {
    List<String> urls = List.of(cluster.url().substring(1, cluster.url().length() - 1).split(","));
    return new LiveSampler(
        cluster.as(Role.VIEWER).withUrl(urls.get(0)), cluster.as(Role.VIEWER).withUrl(urls.get(1)));
  }

  private void assertNothingLost(Load load) {
    cluster.awaitAtRest(Load.TYPE);
    QuiverProcess check = cluster.check(load.history());
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
  }
}
