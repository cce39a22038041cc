package dev.quiver.tasks.wire;

import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.tasks.TaskReasons;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/**
 * The text of one message after the other, in buffers that are used again. Belongs to one thread.
 * Its size is checked before it is read.
 */
final class BodyText {

  private static final int USUAL_CHARS = 2048;
  private static final int KEPT_CHARS = 64 * 1024;
  private static final int MAX_BYTES = 2 * JsonOut.MAX_CHARS;

  /** Present, and the length in bytes. */
  private static final int PREFIX = 5;

  private byte[] bytes = new byte[2 * USUAL_CHARS];
  private char[] chars = new char[USUAL_CHARS];
  private int length;
  private boolean escapes;

  char[] chars() {
    return chars;
  }

  int length() {
    return length;
  }

  /** Whether there is a backslash in it, and so perhaps an escaped half of a character. */
  boolean hasEscapes() {
    return escapes;
  }

  /** Takes a text message's body. */
  void take(ClientMessage message) throws RejectedMessageException, IOException {
    if (message.getType() != Message.TEXT_TYPE) {
      throw Rejects.wrongKind("it is not a text message");
    }
    if (message.isLargeMessage()) {
      takeLarge(message);
      return;
    }
    // Not getDataBuffer(): that inflates whatever claims to be compressed, without a limit.
    ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
    int size = body.readableBytes();
    if (size < PREFIX || body.readByte() == 0) {
      throw Rejects.wrongKind(TaskReasons.say("rejected.empty"));
    }
    int count = checked(body.readInt(), size - PREFIX);
    ensure(count);
    body.readBytes(bytes, 0, count);
    decode(0, count);
  }

  private void takeLarge(ClientMessage message) throws RejectedMessageException, IOException {
    ByteArrayOutputStream memory = new ByteArrayOutputStream();
    BoundedSink sink = new BoundedSink(memory, MAX_BYTES + PREFIX);
    sink.drain(message);
    if (sink.seen() > MAX_BYTES + PREFIX) {
      throw Rejects.tooLarge(TaskReasons.say("rejected.long", JsonOut.MAX_CHARS));
    }
    byte[] all = memory.toByteArray();
    if (all.length < PREFIX || all[0] == 0) {
      throw Rejects.wrongKind(TaskReasons.say("rejected.empty"));
    }
    int stated = ByteBuffer.wrap(all).getInt(1);
    int count = checked(stated, all.length - PREFIX);
    ensure(count);
    System.arraycopy(all, PREFIX, bytes, 0, count);
    decode(0, count);
  }

  /** Takes the text of a property. */
  void take(String text) throws RejectedMessageException {
    int count = checked(2 * text.length(), 2 * text.length());
    ensure(count);
    text.getChars(0, text.length(), chars, 0);
    length = text.length();
    escapes = text.indexOf('\\') >= 0;
    checkPairs(text);
  }

  private static int checked(int stated, int present) throws RejectedMessageException {
    if (stated < 0 || stated > present || (stated & 1) != 0) {
      throw Rejects.notText(TaskReasons.say("rejected.length"));
    }
    if (stated > MAX_BYTES) {
      throw Rejects.tooLarge(TaskReasons.say("rejected.long", JsonOut.MAX_CHARS));
    }
    return stated;
  }

  private void ensure(int count) {
    if (count > bytes.length || (bytes.length > 2 * KEPT_CHARS && count <= 2 * USUAL_CHARS)) {
      int size = Math.max(count, 2 * USUAL_CHARS);
      bytes = new byte[size];
      chars = new char[size / 2];
    }
  }

  private void decode(int from, int count) throws RejectedMessageException {
    int size = count / 2;
    boolean surrogates = false;
    boolean backslashes = false;
    for (int i = 0; i < size; i++) {
      char c = (char) TextSink.CHARS.get(bytes, from + 2 * i);
      surrogates |= (c & 0xF800) == 0xD800;
      backslashes |= c == '\\';
      chars[i] = c;
    }
    length = size;
    escapes = backslashes;
    if (surrogates) {
      checkPairs(new String(chars, 0, size));
    }
  }

  static void checkPairs(String text) throws RejectedMessageException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSurrogatePair(
            text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
          throw Rejects.notText(TaskReasons.say("rejected.half"));
        }
        i++;
      }
    }
  }
}
