package dev.quiver.tasks.handler.builtin;

import dev.quiver.tasks.TaskReasons;

/** A command ended with another exit code than 0; it is tried again as often as its task allows. */
final class ExecFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  ExecFailedException(String command, int exitCode, String errors) {
    super(
        errors.isBlank()
            ? TaskReasons.say("exec.endedSilent", command, exitCode)
            : TaskReasons.say("exec.ended", command, exitCode, errors));
  }
}
