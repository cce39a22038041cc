package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start of {@code bin/quiver}, which makes the archive of classes. */
class LauncherArchiveTest {

  @TempDir private Path folder;
  private Path launcher;
  private Path archives;
  private Path pid;

  @BeforeEach
  void copyLauncher() throws IOException {
    launcher = Files.createDirectories(folder.resolve("dist/bin")).resolve("quiver");
    Files.copy(Path.of("src/main/dist/bin/quiver"), launcher);
    archives = Files.createDirectories(folder.resolve("dist/cds"));
    pid = folder.resolve("pid");
  }

  /** A Java that writes an archive and then does that. */
  private ProcessBuilder starting(String then, String... command) throws IOException {
    Path home = Files.createDirectories(folder.resolve("java"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\nIMPLEMENTOR=\"any\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for arg in "$@"; do
          case $arg in
            -XX:ArchiveClassesAtExit=*) echo classes > "${arg#*=}" ;;
          esac
        done
        echo $$ > "$PID_FILE.fresh" && mv "$PID_FILE.fresh" "$PID_FILE"
        """
            + then
            + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("QUIVER_"));
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().put("QUIVER_PREPARE", "1");
    builder.environment().put("PID_FILE", pid.toString());
    return builder;
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private List<String> archives() throws IOException {
    try (Stream<Path> all = Files.list(archives)) {
      return all.map(each -> each.getFileName().toString()).toList();
    }
  }

  @Test
  void whenItIsStoppedItLeavesNoHalfArchiveAndNoJavaBehind() throws Exception {
    // Of a process that there cannot be.
    Files.writeString(archives.resolve("17.0.1-any.jsa.999999999"), "half");

    Process first = starting("exec sleep 600", "sh", launcher.toString(), "task").start();
    await().until(() -> Files.exists(pid));
    ProcessHandle java =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    assertThat(archives()).containsExactly("17.0.1-any.jsa." + first.pid());
    first.destroy();

    assertThat(first.waitFor()).isEqualTo(143);
    assertThat(java.isAlive()).isFalse();
    assertThat(archives()).isEmpty();
  }

  @Test
  void onATerminalItSaysWhatTakesTimeAndElsewhereNothing() throws Exception {
    Process terminal =
        starting("", "script", "-qec", "sh " + launcher, "/dev/null")
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    assertThat(said(terminal)).contains("the first start with this Java takes longer");
    assertThat(terminal.waitFor()).isZero();
    assertThat(archives()).containsExactly("17.0.1-any.jsa");

    Files.delete(archives.resolve("17.0.1-any.jsa"));
    Process piped = starting("", "sh", launcher.toString()).start();
    assertThat(said(piped)).isEmpty();
    assertThat(archives()).containsExactly("17.0.1-any.jsa");
  }
}
