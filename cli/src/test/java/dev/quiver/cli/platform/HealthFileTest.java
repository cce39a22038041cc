package dev.quiver.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthFileTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void itsTimeIsThatOfTheLastGoodNews() throws IOException {
    Path file = folder.resolve("health");
    HealthFile health = new HealthFile(file, Clock.fixed(NOW, ZoneOffset.UTC));
    health.write(false);
    assertThat(file).doesNotExist();

    health.write(true);
    assertThat(file).exists();
    Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(60)));
    health.write(true);
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(NOW);

    health.write(false);
    assertThat(file).doesNotExist();
  }
}
