package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With what options {@code bin/quiver} starts Java for each command. */
class LauncherOptionsTest {

  private static final Path DIST = Path.of("src/main/dist").toAbsolutePath();

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "task list, -Xmx256m, true",
    "task submit orchestrator, -Xmx256m, true",
    "--lang pt dht lookup node, -Xmx256m, true",
    "dht put check map, -Xmx256m, true",
    "chat ana, -Xmx256m, true",
    "broker --port 1, -Xmx1g, false",
    "worker --id w1, -Xmx256m, false",
    "orchestrator --id A, -Xmx320m, false",
    "--lang pt orchestrator, -Xmx320m, false",
    "map text.count_words a, -Xmx768m, false",
    "dht node --ring demo, -Xmx1g, false",
    "dht simulate churn, -Xmx3g, false",
    "multicast run --peers 5, -Xmx3g, false",
    "multicast peer --number 1, -Xmx256m, true",
    "check tasks h.jsonl, -Xmx3g, false",
    "bench tasks, -Xmx2g, false"
  })
  void eachCommandHasTheMemoryAndTheCompilersThatItNeeds(
      String line, String heap, boolean startsFast) throws Exception {
    List<String> started = start(line.split(" "));

    assertThat(started).contains(heap).endsWith(line.split(" "));
    assertThat(started.contains("-XX:TieredStopAtLevel=1")).isEqualTo(startsFast);
    assertThat(started.stream().filter(each -> each.startsWith("-Xmx"))).hasSize(1);
  }

  @Test
  void theConfigurationShowsWhatEachCommandGets() throws IOException {
    List<String> defaults =
        Files.readAllLines(DIST.resolve("bin/quiver")).stream()
            .filter(line -> line.matches("[a-z]+_opts='.*"))
            .toList();

    assertThat(defaults).hasSizeGreaterThan(7);
    assertThat(Files.readAllLines(DIST.resolve("etc/quiver.conf")))
        .filteredOn(line -> line.matches("#[a-z]+_opts='.*"))
        .containsExactlyInAnyOrderElementsOf(defaults.stream().map(each -> "#" + each).toList());
  }

  @Test
  void aCommandThatStartsRolesLearnsWhatTheConfigurationGivesThem() throws Exception {
    Path dist = folder.resolve("dist");
    Path launcher = Files.createDirectories(dist.resolve("bin")).resolve("quiver");
    Files.copy(DIST.resolve("bin/quiver"), launcher);
    Files.createDirectories(dist.resolve("etc"));
    Files.writeString(dist.resolve("etc/quiver.conf"), "worker_opts='-Xmx2g -ea'\n");

    assertThat(start(launcher, "up"))
        .contains(
            "-Dquiver.java.broker=-Xms128m -Xmx1g",
            "-Dquiver.java.worker=-Xmx2g -ea",
            "-Dquiver.java.orchestrator=-Xmx320m -XX:+UseSerialGC");
  }

  private List<String> start(String... arguments) throws IOException, InterruptedException {
    return start(DIST.resolve("bin/quiver"), arguments);
  }

  /** What Java would be started with. */
  private List<String> start(Path launcher, String... arguments)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("java"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\nIMPLEMENTOR=\"any\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().put("QUIVER_NO_CDS", "1");
    builder.environment().remove("QUIVER_JAVA_OPTS");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
