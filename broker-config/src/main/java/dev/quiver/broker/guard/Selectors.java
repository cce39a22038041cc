package dev.quiver.broker.guard;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which selectors are let in. The broker applies one to each message on its own threads, which
 * serve everybody: a {@code LIKE} with some wildcards takes minutes over one long property (Artemis
 * makes a regular expression of it that goes back), {@code XPATH} parses bodies. So a selector is
 * made of comparisons: names, literals, whole numbers without a sign, {@code = <> < <= > >=},
 * {@code IN}, {@code BETWEEN}, {@code IS NULL}, {@code AND}, {@code OR}, {@code NOT} and
 * parentheses.
 */
final class Selectors {

  /** An apostrophe in a literal is doubled, so that such a literal is seen as two. */
  private static final Pattern TOKEN =
      Pattern.compile("\\s++|'[^']*+'|[0-9]++|[A-Za-z_$][A-Za-z0-9_$.]*+|[<>]=|<>|[=<>(),]");

  private static final Set<String> COSTLY = Set.of("LIKE", "ESCAPE", "XPATH", "XQUERY");

  /** An orchestrator looks for so many cancelled tasks at once in a queue of tasks. */
  static final int LONG = 64 * 1024;

  /** A topic's selectors are applied to each message for each who subscribes. */
  static final int SHORT = 1024;

  /** The broker's parser calls itself for each parenthesis and each NOT. */
  private static final int DEEPEST = 20;

  private Selectors() {}

  /**
   * Whether it has nothing but comparisons. Whether it means anything the broker says.
   *
   * @param longest how many characters it may have
   */
  static boolean isPlain(String selector, int longest) {
    if (selector.length() > longest) {
      return false;
    }
    Matcher token = TOKEN.matcher(selector);
    int at = 0;
    int depth = 0;
    int nots = 0;
    while (at < selector.length()) {
      token.region(at, selector.length());
      if (!token.lookingAt()) {
        return false;
      }
      String word = token.group().toUpperCase(Locale.ROOT);
      if (COSTLY.contains(word)) {
        return false;
      }
      nots += word.equals("NOT") ? 1 : 0;
      char first = selector.charAt(at);
      depth += first == '(' ? 1 : first == ')' ? -1 : 0;
      if (depth > DEEPEST || nots > DEEPEST) {
        return false;
      }
      at = token.end();
    }
    return true;
  }
}
