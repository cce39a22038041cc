package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quiver.tasks.client.Destination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A pair of brokers under tasks, talk, multicast and a ring, of which the live one is killed again
 * and again, held with SIGSTOP, or both are killed. Never do two serve, no accepted task is lost or
 * ends twice, no word of the talk is missing or doubled, no verdict on a round of multicast is bad,
 * and the ring is whole. {@link BrokerPairControlIT} is the control.
 */
@Tag("long")
class BrokerPairUnderLoadIT extends PairUnderLoad {

  private static final int KILLS = 5;

  /** So many tasks end between a failback and the next kill: some eight seconds. */
  private static final int BETWEEN = 4_000;

  @BeforeEach
  void start() {
    cluster = Cluster.pair(folder);
    cluster.worker("w1");
    cluster.worker("w2");
  }

  @Test
  void theLiveBrokerIsKilledAgainAndAgain() throws Exception {
    List<Duration> gaps;
    try (Load load = load(TASKS);
        Talk talk = talk();
        GroupTraffic group = group();
        RingTraffic ring = ring();
        LiveSampler sampler = sampler()) {
      gaps = killAgainAndAgain(load, KILLS);
      load.enough();
      load.awaitAll();
      talk.assertAllHeard();
      group.assertHeld();
      ring.assertWhole();
      assertNothingLost(load);
      assertThat(group.brokenOff()).as("rounds that met a kill").isPositive();
      assertThat(sampler.both()).isZero();
      assertThat(sampler.one()).isGreaterThan(KILLS);
    }
    Collections.sort(gaps);
    System.out.println("from kill to the first task accepted and finished after it: " + gaps);
  }

  @Test
  void theLiveBrokerIsKilledWhileALeaderAssigns() throws Exception {
    cluster.orchestrator("A");
    cluster.orchestrator("B");
    try (Load load = load(TASKS, Destination.orchestrator());
        LiveSampler sampler = sampler()) {
      killAgainAndAgain(load, 2);
      load.enough();
      load.awaitAll();
      assertNothingLost(load);
      assertThat(sampler.both()).isZero();
    }
    assertThat(List.of("A", "B")).contains(cluster.leader());
  }

  /** From each kill to the first task that was accepted and finished after it. */
  private List<Duration> killAgainAndAgain(Load load, int kills) {
    List<Duration> gaps = new ArrayList<>();
    load.awaitSettled(500);
    for (int i = 0; i < kills; i++) {
      String live = cluster.live().get(0);
      long killed = System.nanoTime();
      cluster.kill(live);
      gaps.add(load.firstAfter(killed));
      cluster.restart(live);
      // A primary takes over again by itself; the backup begins to wait some seconds after that.
      cluster.awaitLive(Cluster.PRIMARY);
      load.awaitSettled(load.settled() + BETWEEN);
    }
    return gaps;
  }

  @Test
  void aHeldBrokerIsNotTakenOverFromAndGoesOn() throws Exception {
    try (Load load = load(5_000);
        LiveSampler sampler = sampler()) {
      load.awaitSettled(500);
      cluster.process(Cluster.PRIMARY).freeze();
      int none = sampler.none();
      try {
        // Longer than the 10 s after which clients give it up; one sample takes some seconds.
        await().atMost(Duration.ofSeconds(120)).until(() -> sampler.none() >= none + 5);
        assertThat(cluster.process(Cluster.BACKUP).out()).doesNotContain("\"live\"");
      } finally {
        cluster.process(Cluster.PRIMARY).thaw();
      }
      load.awaitAll();
      assertNothingLost(load);
      assertThat(sampler.both()).isZero();
    }
  }

  @Test
  void bothAreKilledAndComeBackInAnyOrder() throws Exception {
    try (Load load = load(5_000);
        LiveSampler sampler = sampler()) {
      load.awaitSettled(500);
      cluster.kill(Cluster.BACKUP);
      cluster.kill(Cluster.PRIMARY);
      int none = sampler.none();
      await().atMost(Duration.ofSeconds(60)).until(() -> sampler.none() > none);
      cluster.restart(Cluster.BACKUP);
      cluster.awaitLive(Cluster.BACKUP);
      int mark = load.settled();
      load.awaitSettled(mark + 500);
      cluster.restart(Cluster.PRIMARY);
      cluster.awaitLive(Cluster.PRIMARY);
      load.awaitAll();
      assertNothingLost(load);
      assertThat(sampler.both()).isZero();
    }
  }

  @Test
  void theDoctorKnowsABackupThatDiedFromOneThatWaits() {
    // It makes itself known to the one that serves some seconds after it has begun to wait.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(doctor()).contains("a backup waits at"));
    cluster.kill(Cluster.BACKUP);
    assertThat(doctor()).contains("no backup waits for it");
    cluster.restart(Cluster.BACKUP);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(doctor()).contains("a backup waits at"));
  }

  private String doctor() {
    return cluster
        .quiver()
        .run("doctor", "--url", cluster.url(), "--data", cluster.data().toString())
        .out();
  }
}
