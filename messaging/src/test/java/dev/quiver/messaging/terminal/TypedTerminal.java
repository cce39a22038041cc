package dev.quiver.messaging.terminal;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A real pseudo-terminal, with somebody who types at it and a screen that shows what was drawn. */
public final class TypedTerminal implements AutoCloseable {

  public static final int COLUMNS = 100;
  public static final int ROWS = 40;

  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
  private final Terminal terminal;

  public TypedTerminal() throws IOException {
    PipedInputStream keys = new PipedInputStream(keyboard, 64 * 1024);
    OutputStream screen =
        new OutputStream() {
          @Override
          public void write(int b) {
            synchronized (drawn) {
              drawn.write(b);
            }
          }
        };
    terminal =
        TerminalBuilder.builder()
            .name("typed")
            .type("xterm")
            .system(false)
            .streams(keys, screen)
            .encoding(StandardCharsets.UTF_8)
            .size(new Size(COLUMNS, ROWS))
            .build();
  }

  public Terminal terminal() {
    return terminal;
  }

  /** Ctrl-C: a pseudo-terminal without a session of processes sends no signal by itself. */
  public void interrupt() {
    terminal.raise(Terminal.Signal.INT);
  }

  public void type(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** What was drawn, escapes and all. */
  public String raw() {
    synchronized (drawn) {
      return drawn.toString(StandardCharsets.UTF_8);
    }
  }

  /** What somebody in front of it sees: the lines that are not empty, without trailing spaces. */
  public List<String> screen() {
    ScreenTerminal emulator = new ScreenTerminal(COLUMNS, ROWS);
    emulator.write(raw());
    List<String> lines = new ArrayList<>();
    for (String line : emulator.toString().split("\n", -1)) {
      if (!line.isBlank()) {
        lines.add(line.stripTrailing());
      }
    }
    return lines;
  }

  public void awaitScreen(Predicate<List<String>> condition) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              List<String> seen = screen();
              if (!condition.test(seen)) {
                throw new AssertionError("the screen shows\n" + String.join("\n", seen));
              }
            });
  }

  public void awaitLine(String line) {
    awaitScreen(lines -> lines.contains(line));
  }

  /** The last line there is: where somebody types. */
  public void awaitPrompt(String line) {
    awaitScreen(lines -> !lines.isEmpty() && lines.get(lines.size() - 1).equals(line));
  }

  @Override
  public void close() throws IOException {
    keyboard.close();
    terminal.close();
  }
}
