package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two brokers with a data folder each, of which the live one replicates to the other, and a lock in
 * a third folder. Whatever dies: never do two serve, no accepted task is lost or ends twice, no
 * word of the talk is missing or doubled, and who has older data does not serve.
 */
@Tag("long")
class ReplicatedPairIT extends PairUnderLoad {

  private static final int KILLS = 3;
  private static final int BETWEEN = 1_500;

  @BeforeEach
  void start() {
    cluster = Cluster.replicatingPair(folder);
    cluster.worker("w1");
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
}
