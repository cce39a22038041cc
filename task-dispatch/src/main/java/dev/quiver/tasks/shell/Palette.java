package dev.quiver.tasks.shell;

/** Colours, or none. */
enum Palette {
  PLAIN,
  COLOURED;

  private static final String RESET = "\u001b[0m";

  String good(String text) {
    return paint("\u001b[32m", text);
  }

  String bad(String text) {
    return paint("\u001b[31m", text);
  }

  String name(String text) {
    return paint("\u001b[36m", text);
  }

  String heading(String text) {
    return paint("\u001b[1m", text);
  }

  String faint(String text) {
    return paint("\u001b[2m", text);
  }

  private String paint(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : code + text + RESET;
  }
}
