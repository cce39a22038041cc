package dev.quiver.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with words for people, already in their language, and an {@link ExitCode}. */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public CommandFailure(int exitCode, String message) {
    this(exitCode, message, null);
  }

  public CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  /** What happened and how to mend it. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
