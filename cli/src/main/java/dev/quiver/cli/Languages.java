package dev.quiver.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The languages there are texts in, and which of them is meant. */
final class Languages {

  private static final List<Locale> KNOWN = List.of(Locale.ENGLISH, Locale.forLanguageTag("pt"));

  private Languages() {}

  /**
   * The language asked for with {@code --lang}, which must be known before the help is made and so
   * before anything is parsed; empty if it was not given, or not a known one (parsing says so).
   */
  static Optional<Locale> in(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--")) {
        break;
      }
      if (args[i].startsWith("--lang=")) {
        return known(args[i].substring("--lang=".length()));
      }
      if (args[i].equals("--lang") && i + 1 < args.length) {
        return known(args[i + 1]);
      }
    }
    return Optional.empty();
  }

  /**
   * The language of a locale as the environment names it, such as {@code pt_BR.UTF-8}; English if
   * there are no texts in it.
   */
  static Locale ofEnvironment(String locale) {
    return known(locale).orElse(Locale.ENGLISH);
  }

  /** The language of that name, or of the name's first part. */
  static Optional<Locale> known(String name) {
    String language = name.split("[-_.@]", 2)[0].toLowerCase(Locale.ROOT);
    return KNOWN.stream().filter(each -> each.getLanguage().equals(language)).findFirst();
  }

  /** Their names, for messages. */
  static String names() {
    return String.join(", ", KNOWN.stream().map(Locale::getLanguage).toList());
  }
}
