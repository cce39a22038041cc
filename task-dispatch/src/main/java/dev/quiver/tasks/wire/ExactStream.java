package dev.quiver.tasks.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives exactly as many bytes as were announced, or fails: the receiver was told their number. */
final class ExactStream extends FilterInputStream {

  private final long announced;
  private long given;

  ExactStream(InputStream source, long announced) {
    super(source);
    this.announced = announced;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    given += Math.max(count, 0);
    if (given > announced || (count < 0 && given < announced)) {
      throw new IOException(
          "the input changed while it was read: it had "
              + announced
              + " bytes and now has "
              + (count < 0 ? "only " + given : "more"));
    }
    return count;
  }

  @Override
  public long skip(long count) {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
