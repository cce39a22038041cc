package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The control of {@link BrokerPairUnderLoadIT}: the same scene on a pair and on two brokers that
 * are none. What the tests of pairs look at must be seen to fail there.
 */
@Tag("long")
class BrokerPairControlIT extends PairUnderLoad {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int WAITING = 200;

  /** Few enough that the client, which waits for lost ones for ever, can submit them all. */
  private static final int TASKS = 1_500;

  @Test
  void aPairHasWhatNobodyHadDoneWhenItsLiveBrokerDied() throws Exception {
    cluster = Cluster.pair(folder);
    cluster.worker("w1");
    cluster.worker("w2");
    holdWorkers();
    try (Load load = load(TASKS);
        LiveSampler sampler = sampler()) {
      killWhoHasTasks();
      load.awaitAll();
      assertNothingLost(load);
      assertThat(sampler.both()).isZero();
    }
  }

  @Test
  void twoBrokersThatAreNoPairAreCaught() throws Exception {
    cluster = Cluster.strangers(folder);
    cluster.workerAt(cluster.url(Cluster.PRIMARY), "w1");
    cluster.workerAt(cluster.url(Cluster.BACKUP), "w2");
    holdWorkers();
    try (Load load = load(TASKS);
        LiveSampler sampler = sampler()) {
      await().atMost(PATIENCE).until(() -> sampler.both() > 0);
      killWhoHasTasks();
      cluster.awaitAtRest(Load.TYPE);
      QuiverProcess check = cluster.check(load.history());
      assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(1);
      assertThat(check.lines())
          .anyMatch(each -> each.contains("\"lost\"") && each.contains("\"holds\":false"));
    }
  }

  /**
   * Kills it when many tasks are accepted and not done. On strangers no outcome may ever come: of a
   * client's two connections each goes to one of them.
   */
  private void killWhoHasTasks() {
    await().atMost(PATIENCE).until(() -> mostTasks() != null);
    cluster.kill(mostTasks());
    List.of("w1", "w2").forEach(each -> cluster.process(each).thaw());
  }

  private void holdWorkers() {
    List.of("w1", "w2").forEach(each -> cluster.process(each).freeze());
  }

  private String mostTasks() {
    return List.of(Cluster.PRIMARY, Cluster.BACKUP).stream()
        .filter(each -> cluster.pooled(each, Load.TYPE) >= WAITING)
        .findFirst()
        .orElse(null);
  }
}
