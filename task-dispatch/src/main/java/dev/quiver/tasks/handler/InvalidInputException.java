package dev.quiver.tasks.handler;

/**
 * The input of a task is at fault, so that no further attempt can succeed: the task fails at once,
 * with this message as its reason. Write the message for whoever submitted the task.
 */
public class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * For what the handler noticed itself.
   *
   * @param reason what is wrong with the input and how to mend it
   */
  public InvalidInputException(String reason) {
    super(reason);
  }

  /**
   * For what something else noticed.
   *
   * @param reason what is wrong with the input and how to mend it
   * @param cause what noticed it
   */
  public InvalidInputException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
