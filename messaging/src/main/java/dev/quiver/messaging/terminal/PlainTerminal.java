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

  private final BufferedReader in;
  private final PrintStream out;

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
    return in.readLine();
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
