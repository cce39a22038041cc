package dev.quiver.numbers.log;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A line could not be written to a log; whatever it was about has not happened. */
public final class LogNotWritableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final String reason;

  public LogNotWritableException(Path file, String reason, Throwable cause) {
    super(
        "the log "
            + file
            + " cannot be written: "
            + reason
            + "; mend that, or choose another folder with --log-dir",
        cause);
    this.file = file.toString();
    this.reason = reason;
  }

  LogNotWritableException(Path file, Exception cause) {
    this(file, reasonOf(cause), cause);
  }

  /** Which file. */
  public String file() {
    return file;
  }

  /** What the operating system says. */
  public String reason() {
    return reason;
  }

  private static String reasonOf(Exception cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "the folder does not exist";
    }
    if (cause instanceof java.nio.file.FileAlreadyExistsException) {
      return "the folder is a file";
    }
    if (cause instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
