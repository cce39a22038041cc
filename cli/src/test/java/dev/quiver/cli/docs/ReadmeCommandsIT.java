package dev.quiver.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every command of the README into one shell, in order, and expects what the README shows:
 * each printed line, and an exit code of 0. Only {@code mvn verify} is left out, which is what runs
 * this test. A broker takes a free port here, so that the test can run beside a broker of one's
 * own.
 */
class ReadmeCommandsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ENDED = "ended with exit code ";

  private final List<String> output = new ArrayList<>();

  @TempDir private Path home;

  private Process shell;

  @BeforeEach
  void openShell() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    ProcessBuilder builder = new ProcessBuilder("bash", "--norc", "--noprofile", "-m");
    builder.directory(root.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("QUIVER_"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("QUIVER_HOME", home.resolve("quiver").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    shell = builder.start();
    Thread reader = new Thread(this::read, "readme-output");
    reader.setDaemon(true);
    reader.start();
  }

  @AfterEach
  void closeShell() throws Exception {
    List<ProcessHandle> started = shell.descendants().toList();
    shell.destroy();
    started.forEach(ProcessHandle::destroy);
    await().atMost(PATIENCE).until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void everyCommandDoesWhatTheReadmeShows() throws IOException {
    Path readme = Path.of("..", "README.md");
    List<ConsoleBlock> commands =
        ConsoleBlock.in(Files.readAllLines(readme)).stream()
            .filter(each -> !each.command().equals("mvn verify"))
            .toList();
    assertThat(commands).hasSizeGreaterThan(3);

    for (int i = 0; i < commands.size(); i++) {
      ConsoleBlock each = commands.get(i);
      int from = printed().size();
      int begin = from;
      type(each, i);
      for (String line : each.printed()) {
        from = awaitLine(ConsoleBlock.expected(line), from, each, line);
      }
      if (!each.background()) {
        int end = awaitLine(Pattern.compile(ENDED + i + ": [0-9]+"), from, each, "its end");
        assertThat(printed().get(end - 1)).as(each.command()).isEqualTo(ENDED + i + ": 0");
        if (each.command().startsWith("./quiver map text.count_words ")) {
          requireCounts(printed().subList(begin, end));
        }
      }
    }
  }

  /** The README's numbers age with its words; those that were printed are right. */
  private static void requireCounts(List<String> lines) throws IOException {
    List<String> results = lines.stream().filter(each -> each.indexOf('\t') > 0).toList();
    assertThat(results).hasSizeGreaterThan(10);
    for (String result : results) {
      String[] parts = result.split("\t", -1);
      String text = Files.readString(Path.of("..", parts[0]));
      assertThat(parts[1]).as(result).isEqualTo("" + new StringTokenizer(text).countTokens());
    }
  }

  private void type(ConsoleBlock block, int number) throws IOException {
    String quiver = Path.of("target", "dist", "quiver", "bin", "quiver").toAbsolutePath() + "";
    String command =
        block
            .command()
            .replace("./quiver broker", "./quiver broker --port 0")
            .replace("./quiver", "'" + quiver + "'");
    String typed =
        block.background() ? command + "\n" : command + "; echo " + ENDED + number + ": $?\n";
    shell.getOutputStream().write(typed.getBytes(StandardCharsets.UTF_8));
    shell.getOutputStream().flush();
  }

  /** Waits for a line that matches and returns the place after it. */
  private int awaitLine(Pattern pattern, int from, ConsoleBlock block, String shown) {
    int[] found = {-1};
    await(block.command() + " prints: " + shown)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<String> lines = printed();
              for (int i = from; i < lines.size() && found[0] < 0; i++) {
                if (pattern.matcher(lines.get(i)).matches()) {
                  found[0] = i;
                }
              }
              assertThat(found[0]).as(() -> "printed: " + lines).isNotNegative();
            });
    return found[0] + 1;
  }

  private List<String> printed() {
    synchronized (output) {
      return List.copyOf(output);
    }
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (output) {
          output.add(line);
        }
      }
    } catch (IOException closed) {
      // The shell was ended with the test; what it printed before is there.
    }
  }
}
