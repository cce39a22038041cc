package dev.quiver.cli.dht;

/**
 * A key and a value on one line, a tab between: what {@code dump} writes and {@code load} reads. A
 * tab, a line feed, a carriage return and a backslash in them are written {@code \t \n \r \\}; a
 * backslash before anything else stands for itself.
 */
record PairLine(String key, String value) {

  /** Without a line feed. */
  String text() {
    return escaped(key) + "\t" + escaped(value);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  /**
   * @param tab where its first tab is
   */
  static PairLine of(String line, int tab) {
    return new PairLine(plain(line.substring(0, tab)), plain(line.substring(tab + 1)));
  }

  private static String plain(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int meant = c == '\\' && i + 1 < text.length() ? "tnr\\".indexOf(text.charAt(i + 1)) : -1;
      if (meant >= 0) {
        plain.append("\t\n\r\\".charAt(meant));
        i++;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
