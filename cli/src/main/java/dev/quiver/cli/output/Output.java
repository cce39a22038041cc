package dev.quiver.cli.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The standard output: UTF-8 whatever the locale, buffered, and honest about failing, which a
 * {@code PrintStream} is not: it would go on in silence after {@code quiver ... | head} has closed
 * the pipe. Usable from any thread, one line at a time.
 */
public final class Output {

  private static final Path STDOUT = Path.of("/proc/self/fd/1");

  private final OutputStream out;
  private final boolean flushEachLine;
  private final boolean isPipe;
  private boolean failed;

  /**
   * @param flushEachLine whether somebody is watching
   */
  public Output(OutputStream out, boolean flushEachLine) {
    this(out, flushEachLine, false);
  }

  private Output(OutputStream out, boolean flushEachLine, boolean isPipe) {
    this.out = new BufferedOutputStream(out, 32 * 1024);
    this.flushEachLine = flushEachLine;
    this.isPipe = isPipe;
  }

  /** The standard output of this process. */
  public static Output ofProcess(boolean flushEachLine) {
    return new Output(new FileOutputStream(FileDescriptor.out), flushEachLine, isPipe(STDOUT));
  }

  /** A pipe fails in one way only, which the system words in the user's language. */
  private static boolean isPipe(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException noSuchView) {
      return false;
    }
  }

  /**
   * Writes the text and a line feed.
   *
   * @throws OutputClosedException if nobody reads it any more
   * @throws OutputFailedException if it cannot be written for another reason
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
   * @throws OutputFailedException likewise
   */
  public synchronized void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Writes all that the stream has.
   *
   * @throws OutputClosedException likewise
   * @throws OutputFailedException likewise
   * @throws IOException if the stream cannot be read
   */
  public synchronized void copy(InputStream in) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      try {
        out.write(buffer, 0, n);
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  /**
   * Hands over what is buffered.
   *
   * @throws OutputClosedException likewise
   * @throws OutputFailedException likewise
   */
  public synchronized void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The same output for whoever prints, and asks whether that worked. */
  public PrintStream printStream() {
    return new PrintStream(stream(), false, StandardCharsets.UTF_8);
  }

  private OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (Output.this) {
          out.write(bytes, offset, length);
        }
      }

      @Override
      public void flush() throws IOException {
        synchronized (Output.this) {
          out.flush();
        }
      }
    };
  }

  /** Whether something could not be written, so that whoever wrote it has been told. */
  public synchronized boolean hasFailed() {
    return failed;
  }

  private RuntimeException failure(IOException cause) {
    failed = true;
    return isPipe || String.valueOf(cause.getMessage()).contains("Broken pipe")
        ? new OutputClosedException(cause)
        : new OutputFailedException(cause);
  }
}
