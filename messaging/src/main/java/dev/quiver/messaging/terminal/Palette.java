package dev.quiver.messaging.terminal;

/** Colours, or none. */
public enum Palette {
  PLAIN,
  COLOURED;

  /** Which of a sender's colours is whose depends on the name alone; red is for what is wrong. */
  private static final int[] NAMES = {36, 32, 33, 34, 35, 96, 92, 93, 94, 95};

  private static final String RESET = "\u001b[0m";

  public String good(String text) {
    return paint("\u001b[32m", text);
  }

  public String bad(String text) {
    return paint("\u001b[31m", text);
  }

  public String name(String text) {
    return paint("\u001b[36m", text);
  }

  public String heading(String text) {
    return paint("\u001b[1m", text);
  }

  public String faint(String text) {
    return paint("\u001b[2m", text);
  }

  /** The text in the colour of whoever bears that name, always the same. */
  public String of(String name, String text) {
    return paint("\u001b[" + NAMES[Math.floorMod(name.hashCode(), NAMES.length)] + "m", text);
  }

  private String paint(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : code + text + RESET;
  }
}
