package dev.quiver.cli.process;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A test with a {@link FaultScene} of its own. */
@Tag("long")
@Timeout(600)
abstract class UnderFaults {

  @TempDir private Path folder;

  /** Made anew for each test. */
  FaultScene scene;

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
}
