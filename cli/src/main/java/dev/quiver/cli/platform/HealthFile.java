package dev.quiver.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a container's health check that a role is well: a file whose time is no older than a few
 * seconds. A role that waits for its broker removes it; one that hangs or has died lets it grow
 * old. So the check costs the start of a shell and not that of a Java.
 *
 * <p>Nothing is written unless {@code QUIVER_HEALTH_FILE} says where.
 */
public final class HealthFile {

  /** What names the file; the images set it. */
  public static final String VARIABLE = "QUIVER_HEALTH_FILE";

  private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);

  /** How often it is written; the check allows a few times that. */
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final Path file;
  private final Clock clock;

  HealthFile(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Writes from now on until the process ends, if anybody asked for it.
   *
   * @param well asked every 2 s, on a thread of its own
   */
  public static void report(Map<String, String> environment, Clock clock, BooleanSupplier well) {
    String name = environment.get(VARIABLE);
    if (name == null || name.isBlank()) {
      return;
    }
    HealthFile health = new HealthFile(Path.of(name), clock);
    Thread writer = new Thread(() -> health.run(well), "quiver-health");
    writer.setDaemon(true);
    writer.start();
  }

  private void run(BooleanSupplier well) {
    try {
      while (true) {
        write(well.getAsBoolean());
        TimeUnit.MILLISECONDS.sleep(PERIOD.toMillis());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  void write(boolean isWell) {
    try {
      if (!isWell) {
        Files.deleteIfExists(file);
      } else if (Files.exists(file)) {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      } else {
        Files.createFile(file);
      }
    } catch (IOException e) {
      // Whoever asks finds an old file or none, which says the same.
      LOG.warn("the health file {} cannot be written: {}", file, e.toString());
    }
  }
}
