package dev.quiver.tasks.handler.builtin;

/** A command ended with another exit code than 0; it is tried again as often as its task allows. */
final class ExecFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  ExecFailedException(String command, int exitCode, String errors) {
    super(
        command
            + " ended with exit code "
            + exitCode
            + (errors.isBlank() ? ", and wrote nothing to its standard error" : ": " + errors));
  }
}
