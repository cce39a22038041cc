package dev.quiver.tasks.history;

import java.nio.file.Path;

/** A file that is no history, or a damaged one: nothing can be said by it. */
public final class BrokenHistoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;
  private final String reason;

  BrokenHistoryException(Path file, long line, String reason) {
    super(file + ", line " + line + ": " + reason);
    this.file = file.toString();
    this.line = line;
    this.reason = reason;
  }

  public String file() {
    return file;
  }

  /** Which line, from 1. */
  public long line() {
    return line;
  }

  /** What is wrong with it. */
  public String reason() {
    return reason;
  }
}
