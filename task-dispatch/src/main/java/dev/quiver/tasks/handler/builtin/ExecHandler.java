package dev.quiver.tasks.handler.builtin;

import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.Payload;
import dev.quiver.tasks.TaskReasons;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.handler.InvalidInputException;
import dev.quiver.tasks.handler.Spool;
import dev.quiver.tasks.handler.TaskContext;
import dev.quiver.tasks.handler.TaskHandler;
import dev.quiver.tasks.handler.TaskInput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code exec}: runs a command of an allow-list. The arguments of the task are the argument vector,
 * the command first; no shell ever sees them. The payload is the standard input, the standard
 * output the result.
 *
 * <p>The command gets a bare environment (PATH, HOME, TMPDIR, a UTF-8 locale, {@code
 * QUIVER_TASK_ID}, {@code QUIVER_ATTEMPT}), since the worker's own may hold secrets. A command that
 * is not allowed, an unusable argument or too much output fails the task at once; a command that
 * cannot be started here or ends with another exit code than 0 is tried again.
 */
final class ExecHandler implements TaskHandler {

  private static final TaskType EXEC = new TaskType("exec");
  private static final List<String> INHERITED = List.of("PATH", "HOME", "TMPDIR");
  private static final String LOCALE = "C.UTF-8";

  /** How Java, 17 and later, tells of an argument list that is too long for the system. */
  private static final Pattern TOO_LONG = Pattern.compile("error(=|: )7\\b");

  private final ExecPolicy policy;

  ExecHandler(ExecPolicy policy) {
    this.policy = policy;
  }

  @Override
  public Set<TaskType> types() {
    return Set.of(EXEC);
  }

  @Override
  public Payload handle(TaskInput input, TaskContext context) throws Exception {
    String command = allowedCommand(input.args());
    ProcessTree.Mark mark = ProcessTree.Mark.fresh();
    try (Spool output = context.spool()) {
      Process process = start(command, input.args(), environment(context, mark));
      try (ExecRun run = new ExecRun(process, mark, output, policy.maxOutputBytes())) {
        int exitCode = run.await(input, context);
        if (exitCode != 0) {
          throw new ExecFailedException(command, exitCode, run.errors());
        }
      }
      return output.payload();
    }
  }

  private String allowedCommand(List<String> args) {
    if (args.isEmpty()) {
      throw new InvalidInputException(TaskReasons.say("exec.none"));
    }
    for (String arg : args) {
      if (arg.indexOf('\0') >= 0) {
        throw new InvalidInputException(TaskReasons.say("exec.null"));
      }
    }
    String command = args.get(0);
    if (!policy.commands().contains(command)) {
      throw new InvalidInputException(
          TaskReasons.say("exec.notAllowed", Printable.harmless(command), policy.commands()));
    }
    return command;
  }

  private static Process start(String command, List<String> args, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(args);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      if (TOO_LONG.matcher(String.valueOf(e.getMessage())).find()) {
        throw new InvalidInputException(TaskReasons.say("exec.long", command), e);
      }
      throw new IOException(TaskReasons.say("exec.notStarted", command, e.getMessage()), e);
    }
  }

  private static Map<String, String> environment(TaskContext context, ProcessTree.Mark mark) {
    Map<String, String> environment = new HashMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.put("LC_ALL", LOCALE);
    environment.put("QUIVER_TASK_ID", context.taskId().value());
    environment.put("QUIVER_ATTEMPT", Integer.toString(context.attempt()));
    environment.put(ProcessTree.Mark.VARIABLE, mark.value());
    return environment;
  }
}
