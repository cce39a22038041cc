package dev.quiver.cli.process;

import static dev.quiver.cli.process.FaultScene.BETWEEN;
import static dev.quiver.cli.process.FaultScene.TASKS;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes are held with SIGSTOP for longer than their connections live, and go on. */
@Tag("long")
@Timeout(600)
class FrozenProcessesIT {

  @TempDir private Path folder;
  private FaultScene scene;

  @BeforeEach
  void start() throws IOException {
    scene = new FaultScene(folder);
  }

  @AfterEach
  void stop() throws IOException {
    if (scene != null) {
      scene.close();
    }
  }

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
