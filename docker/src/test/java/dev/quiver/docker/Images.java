package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The images, built from {@code target/image}. The engine keeps each layer by the content of what
 * went into it, so a second build of the same distribution takes a second.
 */
final class Images {

  static final Path CONTEXT = Path.of("target/image").toAbsolutePath();

  private static final Map<String, String> BUILT = new ConcurrentHashMap<>();

  private Images() {}

  /** What the images are built on. */
  static String base() {
    return System.getenv().getOrDefault("QUIVER_BASE_IMAGE", "eclipse-temurin:17-jre");
  }

  /** The image of all roles; its name. */
  static String quiver() {
    return BUILT.computeIfAbsent("quiver", Images::build);
  }

  /** The image of the broker; its name. */
  static String broker() {
    return BUILT.computeIfAbsent("broker", Images::build);
  }

  /** The distribution in them. */
  static Path distribution() {
    try (var files = Files.list(CONTEXT)) {
      return files
          .filter(file -> file.toString().endsWith(".tar.gz"))
          .findAny()
          .orElseThrow(() -> new AssertionError("no distribution in " + CONTEXT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stands in for the official image of Artemis, which only a registry has: its distribution at the
   * same paths, and what its entry point does.
   */
  static String stock() {
    return BUILT.computeIfAbsent(
        "stock",
        target ->
            new ImageFromDockerfile("quiver/stock-test", false)
                .withFileFromPath(".", Path.of("src/test/resources/stock-image").toAbsolutePath())
                .withFileFromPath("artemis", artemis())
                .withBuildArgs(Map.of("BASE_IMAGE", base()))
                .get());
  }

  /** The distribution of Artemis. */
  static Path artemis() {
    try (var folders = Files.list(Path.of("target", "artemis"))) {
      return folders
          .filter(Files::isDirectory)
          .findAny()
          .orElseThrow(() -> new AssertionError("no distribution of Artemis in target/artemis"))
          .toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String build(String target) {
    assertThat(CONTEXT.resolve("Dockerfile"))
        .as("what the images are built from, which mvn package makes")
        .matches(Files::exists, "is there");
    return new ImageFromDockerfile("quiver/" + target + "-test", false)
        .withFileFromPath(".", CONTEXT)
        .withTarget(target)
        .withBuildArgs(Map.of("BASE_IMAGE", base()))
        .get();
  }
}
