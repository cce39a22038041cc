package dev.quiver.tasks.shell;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the shell speaks and remembers.
 *
 * @param locale in which language
 * @param zone in which zone times are shown
 * @param history the file of lines typed earlier; null to keep none
 * @param explain what a failure of the platform means to people, in that language
 * @param errors where it is told what could not be done if there is no terminal; null for where all
 *     else is shown
 */
public record ShellOptions(
    Locale locale,
    ZoneId zone,
    @Nullable Path history,
    Function<Exception, String> explain,
    @Nullable PrintStream errors) {

  /** That language, this machine's zone, no history. */
  public static ShellOptions of(Locale locale) {
    return new ShellOptions(
        locale,
        ZoneId.systemDefault(),
        null,
        failure -> String.valueOf(failure.getMessage()),
        null);
  }

  /** The same, remembering lines in that file. */
  public ShellOptions withHistory(Path file) {
    return new ShellOptions(locale, zone, file, explain, errors);
  }

  /** The same, telling failures of the platform in those words. */
  public ShellOptions withExplanations(Function<Exception, String> words) {
    return new ShellOptions(locale, zone, history, words, errors);
  }

  /** The same, telling there what could not be done if there is no terminal. */
  public ShellOptions withErrors(PrintStream to) {
    return new ShellOptions(locale, zone, history, explain, to);
  }
}
