package dev.quiver.broker.export;

import dev.quiver.broker.UnusableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts text into files of others between marks, so that it is found again. The rest of a file stays
 * as it is, to the last blank.
 *
 * @param namespace whose text it is
 */
record Marked(String namespace) {

  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");

  /** The file without what was put into it before. */
  String removedFromXml(String xml) {
    return Pattern.compile(
            "(?s)[ \\t]*<!-- "
                + Pattern.quote(name())
                + ": begin.*?"
                + Pattern.quote(name())
                + ": end -->\\n?")
        .matcher(xml)
        .replaceAll("");
  }

  String removedFromProperties(String file) {
    return Pattern.compile(
            "(?s)# " + Pattern.quote(name()) + ": begin.*?# " + Pattern.quote(name()) + ": end\\n?")
        .matcher(file)
        .replaceAll("");
  }

  /** The file with those lines at the end of that section, which is made if it is not there. */
  String intoSection(String xml, String section, String lines) {
    String outside = outsideComments(xml);
    String end = "</" + section + ">";
    int at = outside.lastIndexOf(end);
    if (at >= 0) {
      return before(xml, at, lines);
    }
    if (outside.contains("<" + section)) {
      throw new UnusableException(
          "section",
          "the broker.xml of the instance has an empty <"
              + section
              + "/>: write <"
              + section
              + "></"
              + section
              + "> instead, then export again",
          section);
    }
    return intoSection(xml, "core", "<" + section + ">\n" + lines + "</" + section + ">\n");
  }

  /** Whether it says something of that element, outside comments. */
  static boolean hasElement(String xml, String element) {
    return Pattern.compile("<" + element + "[\\s/>]").matcher(outsideComments(xml)).find();
  }

  /** The file with those lines at its end. */
  String intoProperties(String file, String lines) {
    String whole = file.isEmpty() || file.endsWith("\n") ? file : file + "\n";
    return whole
        + "# "
        + name()
        + ": begin, made by \"quiver broker export\"\n"
        + lines
        + "# "
        + name()
        + ": end\n";
  }

  private String before(String xml, int at, String lines) {
    int line = xml.lastIndexOf('\n', at) + 1;
    return xml.substring(0, line)
        + "<!-- "
        + name()
        + ": begin, made by \"quiver broker export\" -->\n"
        + lines
        + "<!-- "
        + name()
        + ": end -->\n"
        + xml.substring(line);
  }

  /** The same with blanks for comments, so that places stay. */
  static String outsideComments(String xml) {
    Matcher matcher = COMMENT.matcher(xml);
    return matcher.replaceAll(comment -> " ".repeat(comment.group().length()));
  }

  private String name() {
    return "quiver " + namespace;
  }
}
