package dev.quiver.cli;

import dev.quiver.cli.output.Output;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Lets picocli write its help to the standard output of ours. */
final class LineSink extends Writer {

  private final Output out;

  LineSink(Output out) {
    this.out = out;
  }

  @Override
  public void write(char[] text, int offset, int length) {
    out.write(new String(text, offset, length).getBytes(StandardCharsets.UTF_8));
  }

  /** Does nothing: {@link Cli} flushes at the end, and knows what to say if that fails. */
  @Override
  public void flush() {}

  @Override
  public void close() {}
}
