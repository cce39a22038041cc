package dev.quiver.cli.process;

import static dev.quiver.cli.process.FaultScene.BETWEEN;
import static dev.quiver.cli.process.FaultScene.TASKS;

import org.junit.jupiter.api.Test;

/** Workers, leaders and the broker are killed while tasks run, and started again. */
class FailoverIT extends UnderFaults {

  @Test
  void workersAreKilledOneAfterTheOther() {
    for (int next = BETWEEN, i = 0; next < TASKS; next += BETWEEN, i++) {
      scene.load.awaitSettled(next);
      scene.kill("w" + (i % 3 + 1));
    }
    scene.assertNothingLost();
  }

  @Test
  void theLeaderIsKilledAgainAndAgain() {
    for (int next = BETWEEN; next < TASKS; next += BETWEEN) {
      scene.load.awaitSettled(next);
      scene.kill(scene.cluster.leader());
      scene.awaitLeader();
    }
    scene.assertNothingLost();
  }

  @Test
  void theBrokerIsKilledAndComesBack() {
    scene.load.awaitSettled(BETWEEN);
    scene.kill(Cluster.BROKER);
    scene.load.awaitSettled(TASKS / 2);
    scene.kill(Cluster.BROKER);
    scene.assertNothingLost();
  }
}
