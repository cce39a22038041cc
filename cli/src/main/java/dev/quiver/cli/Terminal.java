package dev.quiver.cli;

import java.util.Map;

/**
 * Which of the standard streams are a terminal, and how wide it is. The launcher says so, since
 * Java cannot tell it of each stream.
 *
 * @param in whether somebody can answer questions
 * @param out whether results are watched
 * @param err whether notices are watched
 * @param width columns
 * @param colours whether colours are wanted ({@code NO_COLOR} is not set, and it is no dumb one)
 */
public record Terminal(boolean in, boolean out, boolean err, int width, boolean colours) {

  private static final int USUAL_WIDTH = 80;

  /** No terminal at all: a pipe, a file, a job. */
  public static Terminal none() {
    return new Terminal(false, false, false, USUAL_WIDTH, false);
  }

  /**
   * What the launcher says.
   *
   * @param streams the numbers of those streams that are terminals, such as {@code 012}
   * @param width columns, empty if not known
   */
  static Terminal of(String streams, String width, Map<String, String> environment) {
    String noColor = environment.get("NO_COLOR");
    boolean colours =
        (noColor == null || noColor.isEmpty()) && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        streams.contains("0"),
        streams.contains("1"),
        streams.contains("2"),
        width.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(width) : USUAL_WIDTH,
        colours);
  }
}
