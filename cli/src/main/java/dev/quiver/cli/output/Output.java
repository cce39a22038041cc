package dev.quiver.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard output: UTF-8 whatever the locale, buffered, and honest about failing, which a
 * {@code PrintStream} is not: it would go on in silence after {@code quiver ... | head} has closed
 * the pipe. Usable from any thread, one line at a time.
 */
public final class Output {

  private final OutputStream out;
  private final boolean flushEachLine;

  /**
   * @param flushEachLine whether somebody is watching
   */
  public Output(OutputStream out, boolean flushEachLine) {
    this.out = new BufferedOutputStream(out, 32 * 1024);
    this.flushEachLine = flushEachLine;
  }

  /**
   * Writes the text and a line feed.
   *
   * @throws OutputClosedException if nobody reads it any more
   */
  public synchronized void line(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
    write(new byte[] {'\n'});
    if (flushEachLine) {
      flush();
    }
  }

  /**
   * Writes these bytes as they are.
   *
   * @throws OutputClosedException likewise
   */
  public synchronized void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }

  /**
   * Writes all that the stream has.
   *
   * @throws OutputClosedException likewise
   * @throws IOException if the stream cannot be read
   */
  public synchronized void copy(InputStream in) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      try {
        out.write(buffer, 0, n);
      } catch (IOException e) {
        throw new OutputClosedException(e);
      }
    }
  }

  /**
   * Hands over what is buffered.
   *
   * @throws OutputClosedException likewise
   */
  public synchronized void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }
}
