package dev.quiver.cli.map;

import java.io.IOException;

/** The list of inputs on the standard input cannot be read, or is none. */
final class ListUnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ListUnreadableException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
