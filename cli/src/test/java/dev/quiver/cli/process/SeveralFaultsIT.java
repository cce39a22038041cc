package dev.quiver.cli.process;

import static dev.quiver.cli.process.FaultScene.BETWEEN;
import static dev.quiver.cli.process.FaultScene.TASKS;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several faults at a time, by a seed. */
class SeveralFaultsIT extends UnderFaults {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void severalAtOnce(long seed) {
    Random random = new Random(seed);
    for (int next = BETWEEN; next < TASKS; next += BETWEEN) {
      scene.load.awaitSettled(next);
      String worker = "w" + (random.nextInt(3) + 1);
      switch (random.nextInt(5)) {
        case 0 -> {
          scene.kill(scene.cluster.leader());
          scene.kill(worker);
          scene.awaitLeader();
        }
        case 1 -> {
          scene.cluster.process(worker).freeze();
          scene.kill(scene.cluster.leader());
          scene.awaitLeader();
          scene.cluster.process(worker).thaw();
        }
        case 2 -> {
          scene.kill(Cluster.BROKER);
          scene.kill(worker);
        }
        case 3 -> {
          scene.kill(Cluster.BROKER);
          scene.kill(random.nextBoolean() ? "A" : "B");
          scene.awaitLeader();
        }
        default -> scene.freezeLeader();
      }
    }
    scene.assertNothingLost();
  }
}
