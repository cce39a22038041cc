package dev.quiver.tasks.shell;

import dev.quiver.messaging.text.LineFault;
import dev.quiver.tasks.TaskType;
import dev.quiver.tasks.WorkerId;
import dev.quiver.tasks.handler.builtin.Decimals;
import java.util.Locale;

/** Reads one line. */
final class CommandParser {

  private static final int SHOWN_CHARS = 60;

  private CommandParser() {}

  /**
   * What the line asks for.
   *
   * @throws LineFault if it is none of the commands, or lacks something, or has something wrong
   */
  static ShellCommand parse(String line) throws LineFault {
    Words words = new Words(line);
    String command = words.next();
    if (command.isEmpty()) {
      return new ShellCommand.Nothing();
    }
    return switch (command) {
      case Vocabulary.LIST -> alone(words, command, new ShellCommand.ListMembers());
      case Vocabulary.WORKERS -> alone(words, command, new ShellCommand.ListWorkers());
      case Vocabulary.RESULTS -> alone(words, command, new ShellCommand.ShowResults());
      case Vocabulary.HELP -> alone(words, command, new ShellCommand.Help());
      case Vocabulary.QUIT -> alone(words, command, new ShellCommand.Quit());
      case Vocabulary.CALCULATE, Vocabulary.TEXT -> submit(words, command);
      default -> throw unknown(command);
    };
  }

  private static ShellCommand alone(Words words, String command, ShellCommand parsed)
      throws LineFault {
    if (!words.rest().isBlank()) {
      throw new LineFault("fault.takesNothing", command);
    }
    return parsed;
  }

  private static LineFault unknown(String command) {
    if (!command.startsWith("/")) {
      return new LineFault("fault.noCommand");
    }
    String lower = command.toLowerCase(Locale.ROOT);
    for (String known : Vocabulary.COMMANDS) {
      if (lower.length() > 1 && (known.startsWith(lower) || lower.startsWith(known))) {
        return new LineFault("fault.unknownCommandMeant", shown(command), known);
      }
    }
    return new LineFault("fault.unknownCommand", shown(command));
  }

  private static ShellCommand submit(Words words, String command) throws LineFault {
    String usage = "usage." + Vocabulary.family(command);
    String worker = words.next();
    if (worker.isEmpty()) {
      throw new LineFault("fault.noWorker", new LineFault(usage));
    }
    ShellCommand.Target target = target(worker);
    String operation = words.next();
    if (!Vocabulary.operations(command).contains(operation)) {
      String known = String.join(", ", Vocabulary.operations(command));
      throw operation.isEmpty()
          ? new LineFault("fault.noOperation", known, new LineFault(usage))
          : new LineFault("fault.unknownOperation", command, shown(operation), known);
    }
    String input = words.rest();
    if (input.isBlank()) {
      throw new LineFault("fault.noInput." + Vocabulary.family(command), new LineFault(usage));
    }
    if (command.equals(Vocabulary.CALCULATE)) {
      input = input.strip();
      requireNumbers(input);
    }
    TaskType type = new TaskType(Vocabulary.family(command) + "." + operation);
    return new ShellCommand.Submit(target, type, input);
  }

  private static ShellCommand.Target target(String worker) throws LineFault {
    if (worker.equals(Vocabulary.ANY)) {
      return new ShellCommand.Target.Any();
    }
    if (worker.equals(Vocabulary.AUTO)) {
      return new ShellCommand.Target.Auto();
    }
    try {
      return new ShellCommand.Target.Named(new WorkerId(worker));
    } catch (IllegalArgumentException e) {
      throw new LineFault("fault.badWorker", shown(worker));
    }
  }

  private static void requireNumbers(String input) throws LineFault {
    int found = 0;
    for (String word : Decimals.words(input)) {
      found++;
      if (!Decimals.isDecimal(word)) {
        throw new LineFault("fault.badNumber", shown(word));
      }
    }
    if (found == 0) {
      throw new LineFault("fault.noInput.calculate", new LineFault("usage.calculate"));
    }
  }

  private static String shown(String word) {
    return word.length() > SHOWN_CHARS ? word.substring(0, SHOWN_CHARS) + "..." : word;
  }

  /** A line word by word, and then the rest of it letter by letter. */
  private static final class Words {
    private final String line;
    private int at;

    Words(String line) {
      this.line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** The next word, empty at the end. */
    String next() {
      skipSpaces();
      int from = at;
      while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
        at++;
      }
      return line.substring(from, at);
    }

    /** What stands after the one space behind the last word: a text may begin with spaces. */
    String rest() {
      return at < line.length() ? line.substring(at + 1) : "";
    }

    private void skipSpaces() {
      while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
        at++;
      }
    }
  }
}
