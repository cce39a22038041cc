package dev.quiver.cli.process;

import static dev.quiver.cli.process.FaultScene.BETWEEN;
import static dev.quiver.cli.process.FaultScene.TASKS;

import org.junit.jupiter.api.Test;

/** Processes are held with SIGSTOP for longer than their connections live, and go on. */
class FrozenProcessesIT extends UnderFaults {

  @Test
  void aLeaderThatWasHeldLongerThanItsTimeToLiveDoesNoHarm() {
    scene.load.awaitSettled(BETWEEN);
    scene.freezeLeader();
    scene.load.awaitSettled(TASKS / 2);
    scene.freezeLeader();
    scene.assertNothingLost();
  }

  @Test
  void aWorkerThatWasHeldLongerThanItsTimeToLiveDoesNoHarm() {
    scene.load.awaitSettled(BETWEEN);
    scene.freezeWorker("w1");
    scene.load.awaitSettled(TASKS / 2);
    scene.freezeWorker("w2");
    scene.assertNothingLost();
  }
}
