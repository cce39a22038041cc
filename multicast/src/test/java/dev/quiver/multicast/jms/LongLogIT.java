package dev.quiver.multicast.jms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.messaging.BrokerFixture;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is longer than the memory of whoever hands it in, and of whoever takes it. */
class LongLogIT {

  private static final int ENTRIES = 1_400_000;

  @TempDir Path folder;

  @Tag("long")
  @Test
  void aLogIsNeverInMemoryAsAWhole() throws Exception {
    Path log = write();
    assertThat(Files.size(log)).isGreaterThan(60_000_000);
    try (BrokerFixture broker = BrokerFixture.in(folder.resolve("broker"))) {
      assertThat(run(broker, "32m", "submit", log.toString())).isEmpty();
      // In memory its text alone would take 120 MB.
      assertThat(run(broker, "96m", "take")).isEqualTo(Integer.toString(ENTRIES));
      assertThat(broker.depth("quiver.multicast.lab.report")).isZero();
    }
  }

  private Path write() throws IOException {
    Path file = folder.resolve("long.log");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("# quiver multicast log 1\n# group lab-1\n# peer 1\n# id p1\n# order fifo\n");
      for (int i = 1; i <= ENTRIES; i++) {
        long micros = 1_767_225_600_000_000L + i;
        out.write("D 2." + i + " " + micros + " " + (micros + 20) + "\n");
      }
      out.write("# end complete " + ENTRIES + "\n");
    }
    return file;
  }

  private String run(BrokerFixture broker, String heap, String... what) throws Exception {
    Path said = folder.resolve("said-" + what[0]);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LongLogMain.class.getName(),
                broker.broker().url(),
                broker.broker().credentials().passwordOf("peer").orElseThrow()));
    command.addAll(List.of(what));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(said)).isZero();
      return Files.readString(said).strip();
    } finally {
      process.destroyForcibly();
    }
  }
}
