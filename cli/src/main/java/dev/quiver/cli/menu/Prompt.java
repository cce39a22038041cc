package dev.quiver.cli.menu;

import dev.quiver.cli.CommandContext;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks whoever sits there, or reads the answers from a pipe. */
interface Prompt {

  /** The answer without spaces around it; null when there are no more. */
  @Nullable String ask(String question) throws IOException;

  /** The same, but what is typed does not appear where somebody types. */
  @Nullable String askSecretly(String question) throws IOException;

  /** The keyboard if there is one, else the standard input. */
  static Prompt of(CommandContext context) {
    Console console = context.terminal().in() ? System.console() : null;
    if (console != null) {
      return new Typed(console);
    }
    return new Piped(
        context, new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8)));
  }

  /** Somebody types. */
  record Typed(Console console) implements Prompt {

    @Override
    public @Nullable String ask(String question) {
      String line = console.readLine("%s ", question);
      return line == null ? null : line.strip();
    }

    @Override
    public @Nullable String askSecretly(String question) {
      char[] typed = console.readPassword("%s ", question);
      return typed == null ? null : new String(typed).strip();
    }
  }

  /** A file or another program answers; the questions are shown all the same. */
  record Piped(CommandContext context, BufferedReader lines) implements Prompt {

    @Override
    public @Nullable String ask(String question) throws IOException {
      context.err().println(question);
      context.err().flush();
      String line = lines.readLine();
      return line == null ? null : line.strip();
    }

    @Override
    public @Nullable String askSecretly(String question) throws IOException {
      return ask(question);
    }
  }
}
