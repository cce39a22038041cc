package dev.quiver.docker;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of this machine, run to its end.
 *
 * @param exitCode what it ended with
 * @param out its standard output
 * @param err its standard error
 */
record Program(int exitCode, String out, String err) {

  private static final long PATIENCE_S = 240;

  /**
   * Runs it.
   *
   * @param folder where it runs, and where its output lies meanwhile
   * @param more variables of its environment beside those of this process
   */
  static Program run(Path folder, Map<String, String> more, List<String> command) {
    try {
      File out = Files.createTempFile(folder, "out", "").toFile();
      File err = Files.createTempFile(folder, "err", "").toFile();
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out)
              .redirectError(err);
      builder.environment().putAll(more);
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end; it said " + read(out) + read(err));
      }
      return new Program(process.exitValue(), read(out), read(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether there is a program of that name on the path. */
  static boolean isThere(String name) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  private static String read(File file) throws IOException {
    return Files.readString(file.toPath());
  }
}
