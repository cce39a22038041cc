package dev.quiver.cli.output;

import java.io.IOException;

/** The output cannot be written though somebody wants it, such as for a full disk. */
public final class OutputFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutputFailedException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** What the system says about it. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
