package dev.quiver.cli.map;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks for a command where a process that is started would be looked for. */
final class CommandSearch {

  private CommandSearch() {}

  /**
   * Whether it may be there. Where a relative path begins is the worker's affair, so that is not
   * looked for; and what has a name that is none in this locale cannot be looked for.
   *
   * @param path the folders of commands, with colons between them
   */
  static boolean mayFind(@Nullable String path, String command) {
    if (command.contains("/")) {
      return !command.startsWith("/") || mayBeIn("/", command);
    }
    if (path == null) {
      return true;
    }
    for (String folder : path.split(":", -1)) {
      if (mayBeIn(folder, command)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayBeIn(String folder, String command) {
    try {
      Path file = Path.of(folder, command);
      return Files.isRegularFile(file) && Files.isExecutable(file);
    } catch (InvalidPathException notInThisLocale) {
      // Such as one with an accent where the locale is plain ASCII. Workers find it all the same.
      return true;
    }
  }
}
