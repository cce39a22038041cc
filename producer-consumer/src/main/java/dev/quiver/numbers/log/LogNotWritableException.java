package dev.quiver.numbers.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A line could not be written to a log; whatever it was about has not happened. */
public final class LogNotWritableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final @Nullable String key;
  private final String system;

  LogNotWritableException(Path file, Exception cause) {
    super(
        "the log "
            + file
            + " cannot be written: "
            + in(LogLanguage.ENGLISH, keyOf(cause), systemOf(cause))
            + "; mend that, or choose another folder with --log-dir",
        cause);
    this.file = file.toString();
    this.key = keyOf(cause);
    this.system = systemOf(cause);
  }

  /** Another process keeps the log to itself. */
  static final class Held extends IOException {
    private static final long serialVersionUID = 1L;

    Held(long seconds) {
      super("another process has held its lock for " + seconds + " s");
    }
  }

  /** Which file. */
  public String file() {
    return file;
  }

  /** Why, in that language; in its own words if only the operating system knows. */
  public String reason(LogLanguage language) {
    return in(language, key, system);
  }

  private static String in(LogLanguage language, @Nullable String key, String system) {
    return key == null ? system : language.format("reason." + key);
  }

  private static @Nullable String keyOf(Exception cause) {
    if (cause instanceof AccessDeniedException) {
      return "denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "noFolder";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "isFile";
    }
    return cause instanceof Held ? "held" : null;
  }

  private static String systemOf(Exception cause) {
    if (cause instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
