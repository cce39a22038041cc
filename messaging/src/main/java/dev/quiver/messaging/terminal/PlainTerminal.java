package dev.quiver.messaging.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.reader.Completer;
import org.jspecify.annotations.Nullable;

/** Lines in and lines out, without prompt, colour or anything else. */
final class PlainTerminal implements ShellTerminal {

  /** What a line has beyond that is passed over, so that no input fills the memory. */
  private static final int LONGEST_LINE = 1 << 20;

  private final BufferedReader in;
  private final PrintStream out;
  private boolean afterReturn;

  PlainTerminal(InputStream in, PrintStream out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  @Override
  public Palette palette() {
    return Palette.PLAIN;
  }

  @Override
  public boolean isClosed() {
    return out.checkError();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public void assist(Completer completer, @Nullable Path history) {
    // Nobody types.
  }

  @Override
  public @Nullable String readLine(String prompt) throws IOException {
    int next = in.read();
    if (next == '\n' && afterReturn) {
      // The second half of the end of the line before; not waited for then.
      next = in.read();
    }
    afterReturn = false;
    if (next < 0) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    while (next >= 0 && next != '\n' && next != '\r') {
      if (line.length() < LONGEST_LINE) {
        line.append((char) next);
      }
      next = in.read();
    }
    afterReturn = next == '\r';
    return line.toString();
  }

  @Override
  public @Nullable String readAnswer(String prompt) throws IOException {
    return readLine(prompt);
  }

  @Override
  public @Nullable String readSecret(String prompt) throws IOException {
    return readLine(prompt);
  }

  @Override
  public void show(String lines) {
    byte[] bytes = (lines + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(bytes, 0, bytes.length);
      out.flush();
    }
  }

  @Override
  public void close() {
    out.flush();
  }
}
