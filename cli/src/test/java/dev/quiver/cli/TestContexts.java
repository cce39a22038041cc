package dev.quiver.cli;

import dev.quiver.cli.output.Output;
import dev.quiver.messaging.text.Messages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command line whose streams are kept in memory. */
public final class TestContexts {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandContext context;

  public TestContexts(Path home, Map<String, String> environment, Locale locale, String in) {
    this(
        home,
        environment,
        locale,
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        null);
  }

  private TestContexts(
      Path home,
      Map<String, String> environment,
      Locale locale,
      InputStream in,
      @Nullable OutputStream into) {
    context =
        new CommandContext(
            in,
            new Output(into == null ? out : into, false),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            home,
            Terminal.none(),
            locale,
            Messages.of(Cli.class, locale),
            Clock.systemUTC(),
            new CommandContext.Flags());
  }

  /** English, nothing in the environment, nothing on the standard input. */
  public static TestContexts plain(Path home) {
    return new TestContexts(home, Map.of(), Locale.ENGLISH, "");
  }

  /** Likewise, with a standard output of the caller's. */
  public static TestContexts writingTo(OutputStream out, Path home, Locale locale) {
    return new TestContexts(home, Map.of(), locale, InputStream.nullInputStream(), out);
  }

  /** English, with that standard input. */
  public static TestContexts reading(InputStream in, Path home) {
    return new TestContexts(home, Map.of(), Locale.ENGLISH, in, null);
  }

  public CommandContext context() {
    return context;
  }

  /** Runs a command line and gives its exit code. */
  public int run(String... args) {
    return new Cli(context).run(args);
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
