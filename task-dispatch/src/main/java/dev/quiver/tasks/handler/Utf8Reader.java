package dev.quiver.tasks.handler;

import dev.quiver.tasks.TaskReasons;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads UTF-8 strictly and says where it is not. {@link java.io.InputStreamReader} would hide the
 * place, or the fault itself behind a replacement character.
 */
final class Utf8Reader extends Reader {

  private static final int BUFFER_BYTES = 16 * 1024;

  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES).flip();
  private long before;
  private boolean ended;

  Utf8Reader(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (ended && !bytes.hasRemaining()) {
        return -1;
      }
      decodeMore();
    }
    int n = Math.min(length, chars.remaining());
    chars.get(target, offset, n);
    return n;
  }

  private void decodeMore() throws IOException {
    if (!ended) {
      before += bytes.position();
      bytes.compact();
      int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
      if (n < 0) {
        ended = true;
      } else {
        bytes.position(bytes.position() + n);
      }
      bytes.flip();
    }
    chars.clear();
    CoderResult result = decoder.decode(bytes, chars, ended);
    chars.flip();
    // What was decoded before the fault is handed out first; the next call meets the fault again.
    if (result.isError() && !chars.hasRemaining()) {
      throw new InvalidInputException(
          TaskReasons.say(
              "input.notUtf8",
              String.format(Locale.ROOT, "0x%02x", bytes.get(bytes.position())),
              before + bytes.position()));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
