package dev.quiver.messaging.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jline.reader.Completer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Where an interactive program's lines come from and where it shows things. What is shown while a
 * line is being typed appears above it.
 */
public sealed interface ShellTerminal extends AutoCloseable permits LineTerminal, PlainTerminal {

  /**
   * The terminal of this process, with line editing.
   *
   * @param colours whether colours are wanted
   * @throws IOException if there is none
   */
  static ShellTerminal interactive(boolean colours) throws IOException {
    return on(TerminalBuilder.builder().system(true).dumb(false).build(), colours);
  }

  /** A terminal that JLine has made already; it is closed with this one. */
  static ShellTerminal on(Terminal terminal, boolean colours) {
    return new LineTerminal(terminal, colours ? Palette.COLOURED : Palette.PLAIN);
  }

  /** Lines of UTF-8 in and out, for pipes and files; neither stream is closed. */
  static ShellTerminal plain(InputStream in, PrintStream out) {
    return new PlainTerminal(in, out);
  }

  /** The colours wanted here. */
  Palette palette();

  /** Whether what is shown reaches nobody any more, as when the reader of a pipe has gone. */
  boolean isClosed();

  /** Whether somebody types here. */
  boolean isInteractive();

  /**
   * Offers help while lines are typed, and remembers them; does nothing where nobody types.
   *
   * @param completer knows what could be typed
   * @param history the file of lines of earlier sessions; null to keep none
   */
  void assist(Completer completer, @Nullable Path history);

  /**
   * The next line; null when there is none any more.
   *
   * @param prompt what is shown in front of it where somebody types
   */
  @Nullable String readLine(String prompt) throws IOException;

  /** The next line like {@link #readLine}, as the answer to a question; null also for Ctrl-C. */
  @Nullable String readAnswer(String prompt) throws IOException;

  /** The next line like {@link #readLine}; what is typed is neither shown nor remembered. */
  @Nullable String readSecret(String prompt) throws IOException;

  /** Shows one or several lines. Called by any thread. */
  void show(String lines);

  @Override
  void close() throws IOException;
}
