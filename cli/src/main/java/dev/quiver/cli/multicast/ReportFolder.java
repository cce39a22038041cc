package dev.quiver.cli.multicast;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of {@code --report}. */
final class ReportFolder {

  private ReportFolder() {}

  /**
   * Makes it before anything is run whose report would find no place.
   *
   * @param folder null if no report is wanted
   * @throws IOException if it cannot be made, or not written to
   */
  static void require(@Nullable Path folder) throws IOException {
    if (folder == null) {
      return;
    }
    Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
  }
}
