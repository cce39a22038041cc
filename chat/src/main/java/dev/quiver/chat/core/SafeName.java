package dev.quiver.chat.core;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Makes a name that a file may be written under of what somebody else called it: no folder, no
 * hidden file, nothing that a shell or another system takes for more than a name.
 */
public final class SafeName {

  private static final int MOST_BYTES = 120;

  private static final Set<String> DEVICES =
      Set.of(
          "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
          "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

  private SafeName() {}

  /** Never empty. */
  public static String of(String claimed) {
    String last =
        claimed.substring(Math.max(claimed.lastIndexOf('/'), claimed.lastIndexOf('\\')) + 1);
    StringBuilder safe = new StringBuilder();
    last.codePoints().map(SafeName::harmless).forEach(safe::appendCodePoint);
    String name = trimmed(safe.toString().strip());
    String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    if (name.isEmpty() || DEVICES.contains(stem.toLowerCase(Locale.ROOT))) {
      name = "file" + (name.isEmpty() ? "" : "-" + name);
    }
    return shortened(name);
  }

  /** The same name, told from others by a number before its extension. */
  public static String numbered(String name, int number) {
    int dot = name.lastIndexOf('.');
    return dot <= 0
        ? name + "-" + number
        : name.substring(0, dot) + "-" + number + name.substring(dot);
  }

  private static int harmless(int point) {
    boolean plain =
        Character.isLetterOrDigit(point)
            || point == '.'
            || point == '-'
            || point == '_'
            || point == ' '
            || point == '('
            || point == ')'
            || point == '+'
            || point == ',';
    return plain ? point : '_';
  }

  /** Dots and dashes at the beginning hide a file or look like an option. */
  private static String trimmed(String name) {
    int begin = 0;
    while (begin < name.length() && ".- ".indexOf(name.charAt(begin)) >= 0) {
      begin++;
    }
    int end = name.length();
    while (end > begin && ". ".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return name.substring(begin, end);
  }

  /** Short enough for every file system, with its extension. */
  private static String shortened(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 10 ? name.substring(dot) : "";
    int room = MOST_BYTES - extension.getBytes(StandardCharsets.UTF_8).length;
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < name.length(); ) {
      int point = name.codePointAt(i);
      bytes += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > room) {
        break;
      }
      kept.appendCodePoint(point);
      i += Character.charCount(point);
    }
    return kept + extension;
  }
}
