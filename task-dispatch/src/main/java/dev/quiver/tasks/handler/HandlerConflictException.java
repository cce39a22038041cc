package dev.quiver.tasks.handler;

/** Two handlers claim one type, so that nobody could tell which of them would execute it. */
public class HandlerConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HandlerConflictException(String type, String first, String second) {
    super(
        "the task type "
            + type
            + " is claimed twice, by "
            + first
            + " and by "
            + second
            + ": remove one of them, or give one another type");
  }
}
