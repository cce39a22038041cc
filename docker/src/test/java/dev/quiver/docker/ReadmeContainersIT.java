package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what the README says of containers, in a folder that has what a clone has after a build,
 * and waits between its blocks as it says. Only Maven's part is left out, which is what runs this
 * test; ports, the base image and the project's name are this test's own.
 */
@OnEngine
class ReadmeContainersIT {

  private static final String HEADING = "## In containers";
  private static final String BUILD = "mvn -DskipTests package && ";
  private static final String COMPOSE = "docker-compose";

  /** A broker, two orchestrators and three workers. */
  private static final int CONTAINERS = 6;

  @TempDir private Path clone;

  private final String project = "quiver-test-readme-" + ProcessHandle.current().pid();
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void lookLikeAClone() throws IOException {
    Path docker = Files.createDirectory(clone.resolve("docker"));
    for (String each : List.of("compose.yml", "make-secrets")) {
      Files.copy(Path.of(each), docker.resolve(each), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createSymbolicLink(docker.resolve("target"), Path.of("target").toAbsolutePath());
    String distribution = Images.distribution().toString();
    assertThat(run(List.of("tar", "-xzf", distribution)).exitCode()).isZero();
    Files.move(clone.resolve("quiver"), clone.resolve("distribution"));
    Files.createSymbolicLink(
        clone.resolve("quiver"), clone.resolve("distribution").resolve("bin").resolve("quiver"));
    int port = ComposeStack.freePort();
    environment.put("COMPOSE_PROJECT_NAME", project);
    environment.put("QUIVER_PORT", Integer.toString(port));
    environment.put("QUIVER_URL", "tcp://127.0.0.1:" + port);
    environment.put("QUIVER_CONSOLE_PORT", Integer.toString(ComposeStack.freePort()));
    environment.put("QUIVER_TAG", "test");
    environment.put("QUIVER_BASE_IMAGE", Images.base());
    environment.put("QUIVER_HOME", clone.resolve("home").toString());
  }

  @AfterEach
  void down() {
    type(COMPOSE + " -f docker/compose.yml down -v --timeout 5");
  }

  @Test
  void whatItSaysWorks() throws IOException {
    List<List<String>> blocks = blocks(Files.readAllLines(Path.of("..", "README.md")));
    assertThat(blocks).hasSize(2);
    List<String> start = blocks.get(0);
    assertThat(start.get(0)).startsWith(BUILD);
    assertThat(start.get(1)).startsWith(COMPOSE + " -f docker/compose.yml up ");
    assertThat(blocks.get(1)).singleElement().asString().contains("./quiver task submit");

    type(start.get(0).substring(BUILD.length()));
    start.stream().skip(1).forEach(this::type);
    await().atMost(Platform.PATIENCE).untilAsserted(this::requireHealth);

    assertThat(type(blocks.get(1).get(0))).isEqualTo("3\n");
  }

  private void requireHealth() {
    Program shown =
        run(
            List.of(
                "docker",
                "ps",
                "--filter",
                "label=com.docker.compose.project=" + project,
                "--format",
                "{{.Status}}"));
    assertThat(shown.out().lines())
        .hasSize(CONTAINERS)
        .allMatch(each -> each.endsWith("(healthy)"));
  }

  /** The blocks of commands under the heading. */
  private static List<List<String>> blocks(List<String> readme) {
    List<List<String>> blocks = new ArrayList<>();
    boolean within = false;
    for (String line : readme.subList(readme.indexOf(HEADING) + 1, readme.size())) {
      if (line.startsWith("## ")) {
        break;
      } else if (line.startsWith("```")) {
        within = !within;
        if (within) {
          blocks.add(new ArrayList<>());
        }
      } else if (within) {
        blocks.get(blocks.size() - 1).add(line);
      }
    }
    return blocks;
  }

  /** Types a line into a shell, which must succeed; what it prints. */
  private String type(String line) {
    String typed = line.replace(COMPOSE + " ", String.join(" ", ComposeStack.program()) + " ");
    Program ended = run(List.of("bash", "-c", typed));
    assertThat(ended.exitCode()).as("%s: %s", typed, ended).isZero();
    return ended.out();
  }

  private Program run(List<String> command) {
    return Program.run(clone, environment, command);
  }
}
