package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lock of the launcher at the root, in a shell of its own, with flock and without. */
class LauncherLockTest {

  private static final Path LAUNCHER = Path.of("../quiver").toAbsolutePath().normalize();

  /** All that the lock needs, but flock. */
  private static final List<String> TOOLS =
      List.of("sh", "ln", "readlink", "ps", "rm", "sed", "sleep");

  @TempDir private Path folder;
  private Path bin;

  @BeforeEach
  void makeScript() throws IOException {
    Files.createDirectory(folder.resolve("runs"));
    Files.writeString(
        folder.resolve("script"),
        """
        runs=runs
        eval "$(sed -n '/^[a-z]*_lock() {/,/^}/p' "$1")"
        take_lock
        trap release_lock EXIT
        [ "$2" != die ] || kill -9 $$
        echo in >> log
        sleep 0.2
        echo out >> log
        """);
    bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : TOOLS) {
      Path found =
          List.of("/bin", "/usr/bin").stream()
              .map(each -> Path.of(each, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Path stand = Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
      Files.setPosixFilePermissions(stand, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @ParameterizedTest(name = "flock {0}")
  @ValueSource(booleans = {true, false})
  void aBuildThatWasKilledHoldsUpNobodyAndNoTwoBuildAtATime(boolean flock) throws Exception {
    Process killed = start(flock, "die");
    assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<Process> others = List.of(start(flock, "build"), start(flock, "build"), start(flock, "b"));
    for (Process each : others) {
      assertThat(each.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(each.exitValue()).isZero();
    }
    assertThat(Files.readAllLines(folder.resolve("log")))
        .containsExactly("in", "out", "in", "out", "in", "out");
  }

  @Test
  void whoWaitsSaysSo() throws Exception {
    Process first = start(true, "build");
    Process second = start(true, "build");
    String said = utf8(first) + utf8(second);
    assertThat(said).contains("waiting for that");
    assertThat(first.waitFor() + second.waitFor()).isZero();
  }

  private static String utf8(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Process start(boolean flock, String what) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "script", LAUNCHER.toString(), what)
            .directory(folder.toFile());
    if (!flock) {
      builder.environment().put("PATH", bin.toString());
    }
    return builder.start();
  }
}
