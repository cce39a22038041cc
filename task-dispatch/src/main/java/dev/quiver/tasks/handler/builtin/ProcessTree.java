package dev.quiver.tasks.handler.builtin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Kills a process with everything it started. A child whose parent has ended is nobody's descendant
 * any more, so on Linux the tree is also found by a mark in the environment that children inherit.
 */
final class ProcessTree {

  /** New children may be born while the known ones are killed; so often it is looked again. */
  private static final int ROUNDS = 20;

  private static final Path PROC = Path.of("/proc");

  private ProcessTree() {}

  /** A value that only one tree bears in its environment. */
  record Mark(String value) {
    static final String VARIABLE = "QUIVER_EXEC";

    static Mark fresh() {
      return new Mark(UUID.randomUUID().toString());
    }

    String entry() {
      return VARIABLE + "=" + value;
    }
  }

  /** Kills the process, its descendants, and whatever else bears the mark. */
  static void kill(ProcessHandle root, Mark mark) {
    Set<ProcessHandle> known = new HashSet<>();
    known.add(root);
    for (int round = 0; round < ROUNDS; round++) {
      Set<ProcessHandle> found = new HashSet<>(known);
      known.forEach(each -> each.descendants().forEach(found::add));
      found.addAll(marked(mark, 0));
      found.forEach(ProcessHandle::destroyForcibly);
      if (!known.addAll(found) && round > 0) {
        return;
      }
    }
  }

  /**
   * Kills what an ended process left running. Looks only at processes younger than it by their
   * numbers, since this runs after every command; after a wrap of the numbers it may miss one.
   */
  static void killLeftOvers(ProcessHandle ended, Mark mark) {
    if (!marked(mark, ended.pid()).isEmpty()) {
      kill(ended, mark);
    }
  }

  private static List<ProcessHandle> marked(Mark mark, long above) {
    List<ProcessHandle> found = new ArrayList<>();
    if (!Files.isDirectory(PROC)) {
      return found;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid > above && bears(process, mark)) {
          ProcessHandle.of(pid).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      // Without a list of processes the descendants must do.
    }
    return found;
  }

  private static boolean bears(Path process, Mark mark) {
    try {
      String environment =
          new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
      return environment.contains(mark.entry());
    } catch (IOException | SecurityException e) {
      return false; // It has ended, or is somebody else's.
    }
  }
}
