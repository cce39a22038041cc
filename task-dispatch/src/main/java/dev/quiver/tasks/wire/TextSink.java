package dev.quiver.tasks.wire;

import java.io.Writer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Collects characters as the bytes that the broker's text bodies consist of (UTF-16, the low byte
 * first), in one buffer that is used again for every message.
 */
final class TextSink extends Writer {

  static final VarHandle CHARS =
      MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int USUAL_BYTES = 4096;
  private static final int KEPT_BYTES = 256 * 1024;

  private byte[] bytes = new byte[USUAL_BYTES];
  private int length;
  private boolean halfPair;

  void clear() {
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[USUAL_BYTES];
    }
    length = 0;
    halfPair = false;
  }

  byte[] bytes() {
    return bytes;
  }

  /** How many bytes of {@link #bytes()} are text, two a character. */
  int length() {
    return length;
  }

  @Override
  public void write(char[] source, int offset, int count) {
    int end = length + 2 * count;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    int at = length;
    for (int i = offset; i < offset + count; i++) {
      char c = source[i];
      if (halfPair || Character.isSurrogate(c)) {
        checkPair(c);
      }
      CHARS.set(bytes, at, c);
      at += 2;
    }
    length = end;
  }

  private void checkPair(char c) {
    if (halfPair != Character.isLowSurrogate(c)) {
      throw new IllegalArgumentException(
          "the text holds half of a character (a lone surrogate), which cannot be sent as text");
    }
    halfPair = !halfPair;
  }

  /** After the last character: it must not have been half a one. */
  void finish() {
    if (halfPair) {
      checkPair(' ');
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
