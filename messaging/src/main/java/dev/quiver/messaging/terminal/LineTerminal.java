package dev.quiver.messaging.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A terminal with line editing, history and completion; it draws the prompt in its palette. */
final class LineTerminal implements ShellTerminal {

  private static final Logger LOG = LoggerFactory.getLogger(LineTerminal.class);
  private static final int HISTORY_LINES = 1000;

  private final Terminal terminal;
  private final Palette palette;
  private volatile LineReader reader;

  LineTerminal(Terminal terminal, Palette palette) {
    this.terminal = terminal;
    this.palette = palette;
    // Not only while a line is read: what is typed while a command still runs would else be echoed
    // by the terminal itself, in the middle of what the command shows. Closing restores it.
    terminal.enterRawMode();
    this.reader = builder().build();
  }

  @Override
  public Palette palette() {
    return palette;
  }

  private LineReaderBuilder builder() {
    // A line is a command and foreign text: no character in it means anything to the reader.
    DefaultParser parser = new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]);
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .parser(parser)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
        .option(LineReader.Option.BRACKETED_PASTE, true);
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public boolean isInteractive() {
    return true;
  }

  @Override
  public void assist(Completer completer, @Nullable Path history) {
    LineReaderBuilder builder =
        builder()
            .completer(completer)
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES);
    if (history != null && isOurs(history)) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    reader = builder.build();
  }

  /** Makes the file so that nobody else reads what was typed; without it there is no history. */
  private static boolean isOurs(Path history) {
    try {
      Path folder = history.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (!Files.exists(history)) {
        Files.createFile(
            history,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("the lines typed are not remembered: {} cannot be made: {}", history, e.toString());
      return false;
    }
  }

  @Override
  public @Nullable String readLine(String prompt) throws IOException {
    return read(prompt, null, "");
  }

  @Override
  public @Nullable String readAnswer(String prompt) throws IOException {
    return read(prompt, null, null);
  }

  @Override
  public @Nullable String readSecret(String prompt) throws IOException {
    return read(prompt, '\0', "");
  }

  private @Nullable String read(String prompt, @Nullable Character mask, @Nullable String givenUp) {
    try {
      return reader.readLine(palette.name(prompt), mask);
    } catch (UserInterruptException e) {
      // Ctrl-C gives up the line, not the shell.
      return givenUp;
    } catch (EndOfFileException e) {
      return null;
    }
  }

  @Override
  public void show(String lines) {
    reader.printAbove(lines);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
