package dev.quiver.cli.output;

/** Whoever read the output has stopped reading; there is no point in going on. */
public final class OutputClosedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutputClosedException(Throwable cause) {
    super("the output was closed by its reader", cause);
  }
}
