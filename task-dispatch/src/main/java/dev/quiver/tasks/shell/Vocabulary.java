package dev.quiver.tasks.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands and their operations, in the order in which they are shown. */
final class Vocabulary {

  static final String LIST = "/list";
  static final String WORKERS = "/workers";
  static final String CALCULATE = "/calculate";
  static final String TEXT = "/text";
  static final String RESULTS = "/results";
  static final String HELP = "/help";
  static final String QUIT = "/quit";

  /** The pool as a worker. */
  static final String ANY = "any";

  /** The orchestrator as a worker. */
  static final String AUTO = "auto";

  static final List<String> COMMANDS = List.of(LIST, WORKERS, CALCULATE, TEXT, RESULTS, HELP, QUIT);

  private static final Map<String, List<String>> OPERATIONS = new LinkedHashMap<>();

  static {
    OPERATIONS.put(CALCULATE, List.of("sum", "average", "max", "min"));
    OPERATIONS.put(TEXT, List.of("count_words", "count_chars", "uppercase", "lowercase"));
  }

  private Vocabulary() {}

  /** The operations of a command; none if it takes none. */
  static List<String> operations(String command) {
    return OPERATIONS.getOrDefault(command, List.of());
  }

  /** What the task type of an operation begins with. */
  static String family(String command) {
    return command.substring(1);
  }
}
