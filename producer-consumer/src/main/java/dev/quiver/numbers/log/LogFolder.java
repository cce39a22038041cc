package dev.quiver.numbers.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of the logs. A log of the exercise is {@code consumer_log.txt} or {@code
 * execution_log.txt}; if that file is in another language, those who write in this one use {@code
 * consumer_log.pt.txt} or the like beside it, so that no file mixes languages.
 *
 * @param path the folder, which exists
 */
public record LogFolder(Path path) {

  /**
   * The folder of that path, made if it is not there.
   *
   * @throws LogNotWritableException if it cannot be made
   */
  public static LogFolder open(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(absolute)) {
        Files.createDirectories(absolute);
      }
      return new LogFolder(absolute.toRealPath());
    } catch (IOException e) {
      throw new LogNotWritableException(absolute, e);
    }
  }

  /** The file of that log, whatever its language. */
  LogFile file(String log) {
    return new LogFile(path.resolve(log + ".txt"));
  }

  /** The file of that log in that language beside one in another. */
  LogFile file(String log, LogLanguage language) {
    return new LogFile(path.resolve(log + "." + language.tag() + ".txt"));
  }

  /** All files of that log that there may be. */
  List<LogFile> all(String log) {
    List<LogFile> files = new ArrayList<>();
    files.add(file(log));
    for (LogLanguage language : LogLanguage.values()) {
      files.add(file(log, language));
    }
    return files;
  }
}
