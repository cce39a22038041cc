package dev.quiver.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a document shows between {@code ```console} and {@code ```}: lines that begin with a dollar
 * sign are typed, the lines below are what is printed then.
 *
 * @param command what is typed
 * @param printed what is shown below it
 */
record ConsoleBlock(String command, List<String> printed) {

  private static final Pattern VARIABLE = Pattern.compile("\\.\\.\\.|[0-9][0-9.,]*|[^0-9.]+|\\.");

  ConsoleBlock {
    printed = List.copyOf(printed);
  }

  /** The commands of a document, in order. */
  static List<ConsoleBlock> in(List<String> document) {
    List<ConsoleBlock> found = new ArrayList<>();
    boolean inside = false;
    String command = "";
    List<String> printed = new ArrayList<>();
    for (String line : document) {
      boolean typed = inside && line.startsWith("$ ");
      if (typed || (inside && line.equals("```"))) {
        if (!command.isEmpty()) {
          found.add(new ConsoleBlock(command, printed));
        }
        command = typed ? line.substring(2) : "";
        printed.clear();
        inside = typed;
      } else if (inside) {
        printed.add(line);
      } else {
        inside = line.equals("```console");
      }
    }
    return found;
  }

  /** Whether the command is left running while the next one is typed. */
  boolean background() {
    return command.endsWith("&");
  }

  /**
   * What a printed line must match: to the letter, but that {@code ...} stands for anything and a
   * number for any number, and that columns may be of another width.
   */
  static Pattern expected(String line) {
    StringBuilder regex = new StringBuilder();
    var parts = VARIABLE.matcher(line.strip());
    while (parts.find()) {
      String part = parts.group();
      if (part.equals("...")) {
        regex.append(".*");
      } else if (Character.isDigit(part.charAt(0))) {
        regex.append("[0-9][0-9.,]*");
      } else {
        for (String word : part.split("(?<=\\s)(?=\\S)|(?<=\\S)(?=\\s)", -1)) {
          regex.append(word.isBlank() ? "\\s+" : Pattern.quote(word));
        }
      }
    }
    return Pattern.compile("\\s*" + regex + "\\s*");
  }
}
