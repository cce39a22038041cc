package dev.quiver.multicast.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeRunTest {

  @TempDir Path folder;

  @Test
  void twoMillionDeliveriesAreJudgedInLittleMemory() throws Exception {
    Path said = folder.resolve("said");
    Process judge =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeRun.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(judge.waitFor(5, TimeUnit.MINUTES)).isTrue();
      // The swap is seen against each of the nineteen others.
      assertThat(Files.readString(said)).isEqualToIgnoringNewLines("2000000 true 19");
    } finally {
      judge.destroyForcibly();
    }
  }
}
