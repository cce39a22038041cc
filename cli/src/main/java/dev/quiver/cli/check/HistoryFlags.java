package dev.quiver.cli.check;

import dev.quiver.cli.CommandContext;
import dev.quiver.tasks.history.HistoryFile;
import dev.quiver.tasks.history.TaskHistory;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that can record what they do, for {@code quiver check}. */
public final class HistoryFlags {

  @Option(names = "--history", paramLabel = "FILE")
  private @Nullable Path file;

  /** A history that is being recorded, or none. */
  public static final class Recording implements AutoCloseable {

    private final @Nullable HistoryFile file;

    private Recording(@Nullable HistoryFile file) {
      this.file = file;
    }

    /** Where to tell. */
    public TaskHistory history() {
      return file == null ? TaskHistory.NONE : file;
    }

    @Override
    public void close() throws IOException {
      if (file != null) {
        file.close();
      }
    }
  }

  /**
   * Begins to record if that was asked for.
   *
   * @param role what the process is
   * @throws IOException if the file cannot be written
   */
  public Recording open(CommandContext context, String role) throws IOException {
    Path path = file;
    return new Recording(path == null ? null : HistoryFile.open(path, role, context.clock()));
  }
}
