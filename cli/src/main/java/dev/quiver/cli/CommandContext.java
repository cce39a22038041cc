package dev.quiver.cli;

import dev.quiver.cli.config.ConfigFile;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.config.ConnectionResolver;
import dev.quiver.cli.output.Output;
import dev.quiver.messaging.text.Messages;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/**
 * What a command has of the world around it; all of it can be replaced by a test.
 *
 * @param in the standard input
 * @param out the standard output: results
 * @param err the standard error: notices and errors
 * @param environment the environment variables
 * @param home where this user's configuration and a local broker's data lie
 * @param terminal which of the streams are a terminal
 * @param locale the language of {@code text}
 * @param text words for people, in their language
 * @param clock what the time is
 * @param flags what was asked for on the command line for every command
 */
public record CommandContext(
    InputStream in,
    Output out,
    PrintStream err,
    Map<String, String> environment,
    Path home,
    Terminal terminal,
    Locale locale,
    Messages text,
    Clock clock,
    Flags flags) {

  /** Options that every command has; set when the command line has been parsed. */
  public static final class Flags {
    private volatile boolean verbose;

    public boolean verbose() {
      return verbose;
    }

    void verbose(boolean value) {
      verbose = value;
    }
  }

  /** Says something to people, on the standard error. */
  public void say(String key, Object... values) {
    err.println(text.format(key, values));
    err.flush();
  }

  /**
   * Which broker is meant, and who goes there.
   *
   * @param roleAccount the account to use if nobody says which
   * @throws IllegalArgumentException if what was said cannot be used
   */
  public ConnectionChoice connect(ConnectionFlags said, String roleAccount) {
    ConfigFile file = ConfigFile.read(home.resolve("config.properties"));
    return new ConnectionResolver(environment, file, home).resolve(said, roleAccount);
  }

  /** What an exception means to people, and how they can mend it. */
  public String explain(Throwable failure) {
    String words = ErrorReport.of(failure, text).words();
    return words == null ? String.valueOf(failure.getMessage()) : words;
  }

  /**
   * What another program of ours said as data, such as why a task failed, for people. What is not
   * ours stays as it is; nothing is made harmless.
   */
  public String told(String said) {
    return Told.in(locale, said);
  }

  /** A failure with words for people. */
  public CommandFailure failure(int exitCode, String key, Object... values) {
    return new CommandFailure(exitCode, text.format(key, values));
  }
}
