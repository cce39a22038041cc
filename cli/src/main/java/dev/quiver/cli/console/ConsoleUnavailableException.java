package dev.quiver.cli.console;

import org.jspecify.annotations.Nullable;

/** The web console cannot be served. */
public final class ConsoleUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean portTaken;

  ConsoleUnavailableException(boolean portTaken, String why, @Nullable Throwable cause) {
    super(why, cause);
    this.portTaken = portTaken;
  }

  /** Whether something else listens on its port. */
  public boolean portTaken() {
    return portTaken;
  }
}
