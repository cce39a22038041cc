package dev.quiver.cli.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for as long as this process needs it; it bears the process' id. */
public final class TemporaryFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
  private static final Pattern NAME = Pattern.compile("quiver-map-([0-9]{1,10})-.*");

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** Makes one, after removing those of processes that were killed before they could. */
  public static TemporaryFolder make(Map<String, String> environment) throws IOException {
    Path base = Path.of(environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir")));
    sweep(base);
    return new TemporaryFolder(
        Files.createTempDirectory(base, "quiver-map-" + ProcessHandle.current().pid() + "-"));
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
  }

  private static void sweep(Path base) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, "quiver-map-*")) {
      for (Path folder : folders) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (name.matches()
            && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
            && Files.isWritable(folder)) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      LOG.debug("old folders in {} were not removed: {}", base, e.toString());
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException gone) {
      LOG.debug("{} is gone already", folder);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} was not removed: {}", folder, e.toString());
    }
  }
}
