package dev.quiver.tasks.wire;

/** What is to be sent does not fit into a message. */
public final class TooLongException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  TooLongException(String message) {
    super(message);
  }
}
